import type { App } from '@slack/bolt';

const plain = (text: string) => ({ type: 'plain_text' as const, text });

const form = (title: string) => ({
  type: 'modal' as const,
  callback_id: 'form',
  title: plain(title),
  submit: plain('Send'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: plain('Name'),
      element: { type: 'plain_text_input', action_id: 'value', max_length: 10 },
    },
    {
      type: 'input',
      block_id: 'task',
      optional: true,
      label: plain('Task'),
      element: { type: 'external_select', action_id: 'value', min_query_length: 1 },
    },
    {
      type: 'section',
      block_id: 'more',
      text: plain('More?'),
      accessory: {
        type: 'static_select',
        action_id: 'more',
        options: [{ text: plain('Yes'), value: 'yes' }],
      },
    },
  ],
});

/** A small app that does one of everything. */
export const listen = (app: App): void => {
  app.command('/desk', async ({ ack, command, client, respond }) => {
    if (command.text === 'slow') return;
    if (command.text === 'hello') {
      await ack(`Hello, <@${command.user_id}>`);
      return;
    }
    await ack();
    if (command.text === 'later') {
      await respond('Later');
      return;
    }
    if (command.text === 'ask') {
      const undo = { type: 'button' as const, action_id: 'undo', text: plain('Undo') };
      await respond({ text: 'Undo?', blocks: [{ type: 'actions', elements: [undo] }] });
      return;
    }
    if (command.text === 'card') {
      await client.chat.postMessage({
        channel: command.channel_id,
        text: 'A card',
        blocks: [
          {
            type: 'actions',
            block_id: 'decide',
            elements: [
              {
                type: 'button',
                action_id: 'approve',
                text: plain('Approve'),
                value: 'R-1',
                confirm: { text: plain('Sure?') },
              },
            ],
          },
        ],
        metadata: { event_type: 'card', event_payload: { id: 'R-1' } },
      });
      return;
    }
    await client.views.open({ trigger_id: command.trigger_id, view: form('Form') });
  });
  app.options('value', async ({ ack, options }) => {
    await ack({ options: [{ text: plain(`Task ${options.value}`), value: options.value }] });
  });
  app.action('more', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || body.view === undefined) return;
    await client.views.update({
      view_id: body.view.id,
      hash: body.view.hash,
      view: form('Longer'),
    });
  });
  app.action('approve', async ({ ack, respond, body, action, client }) => {
    await ack();
    if (body.type !== 'block_actions' || action.type !== 'button') return;
    await client.chat.update({
      channel: 'C0OPS',
      ts: body.message?.ts ?? '',
      text: 'Done',
      blocks: [],
    });
    await respond({ text: `You approved ${action.value}`, replace_original: false });
  });
  app.action('undo', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'Undone', replace_original: true });
  });
  app.event('message', async ({ event, say }) => {
    if (event.subtype === undefined && event.text === 'ping') await say('pong');
  });
  app.view('form', async ({ ack, view }) => {
    const name = view.state.values['name']?.['value']?.value;
    if (name === 'nobody') {
      {
        await ack({ response_action: 'errors', errors: { name: 'Who is that?' } });
        return;
      }
    }
    if (name === 'wrong') {
      {
        await ack({ response_action: 'errors', errors: { nowhere: 'Lost' } });
        return;
      }
    }
    if (name === 'next') {
      {
        await ack({ response_action: 'push', view: form('Pushed') });
        return;
      }
    }
    await ack();
  });
  app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack }) => {
    await ack();
  });
  app.event('app_home_opened', async ({ event, client }) => {
    const blocks = [{ type: 'section' as const, text: plain('Home') }];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
  app.shortcut('new_thing', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: form('Short') });
  });
  app.shortcut('about_message', async ({ ack, respond }) => {
    await ack();
    await respond('About it');
  });
};
