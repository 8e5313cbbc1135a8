import type { App } from '@slack/bolt';
import { createSimulatedLive } from '#sandbox/live/simulated-live.ts';
import { createPage } from '#sandbox/page/page.ts';
import { call, openSlack, socketBot } from '#sandbox/slack/testing.ts';
import { formView, messageBlocks, otherBlocks } from './gallery.ts';

const HOME_BLOCKS = new Set([
  'header',
  'section',
  'divider',
  'actions',
  'rich_text',
  'context',
  'input',
]);

/** Opens the form on a command, a second one on top of it, and acknowledges everything else. */
const listen = (app: App): void => {
  app.command('/desk', async ({ ack, command, client }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: formView as never });
  });
  app.options(/.*/, ({ ack, options }) =>
    ack({
      options: [1, 2, 3].map((number) => ({
        text: { type: 'plain_text', text: `${options.value} ${number}` },
        description: { type: 'plain_text', text: 'Found by the bot' },
        value: `${options.value}-${number}`,
      })),
    }),
  );
  app.action(/.*/, ({ ack }) => ack());
  app.view('gallery', ({ ack, view }) =>
    ack(
      view.state.values['text']?.['value']?.value === 'next'
        ? {
            response_action: 'push',
            view: { ...formView, title: { type: 'plain_text', text: 'On top' } } as never,
          }
        : { response_action: 'errors', errors: { text: 'Nothing is ever right here.' } },
    ),
  );
  app.shortcut('new_thing', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: formView as never });
  });
  app.shortcut('about_message', ({ ack }) => ack());
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    const blocks = messageBlocks.filter(({ type }) => HOME_BLOCKS.has(String(type)));
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: blocks as never },
    });
  });
};

/** A workspace with a small bot that shows every block and element there is, and its page. */
export const openGallery = async () => {
  const slack = await openSlack();
  const live = await createSimulatedLive({
    projectId: 'project',
    region: 'region',
    user: { domain: 'domain', name: 'user', password: 'password' },
    omission: 'keep',
  });
  const bot = await socketBot(slack, listen);
  const post = async (text: string, blocks: unknown): Promise<string> => {
    const posted = await call(slack, 'chat.postMessage', { channel: 'C0OPS', text, blocks });
    if (posted['ok'] !== true) throw new Error(JSON.stringify(posted));
    return String(posted['ts']);
  };
  await post('What is left', otherBlocks);
  const everything = await post('Everything', messageBlocks);
  const page = await createPage({
    slack,
    live,
    world: {
      requests: () => Promise.resolve([]),
      bot: {
        running: () => 1,
        start: () => Promise.resolve(),
        kill: () => Promise.resolve(),
        restart: () => Promise.resolve(),
      },
    },
  });
  return {
    slack,
    /** The message with every common block. */
    everything,
    url: page.url,
    stop: async () => {
      await page.stop();
      await bot.stop();
      await live.stop();
      await slack.stop();
    },
  };
};

export type Gallery = Awaited<ReturnType<typeof openGallery>>;
