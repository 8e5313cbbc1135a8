import { createClock } from '../clock.ts';
import { createSimulatedLive } from '../live/simulated-live.ts';
import { sampleTasks } from '../live/sample-tasks.ts';
import { openSlack, socketBot } from '../slack/testing.ts';
import { listen } from '../slack/testing-app.ts';
import type { StoredRequest } from '../stored-requests.ts';
import { createPage } from './page.ts';

/** A page in front of a workspace with a small bot, for the tests of this folder. */
export const openPage = async ({
  requests = [],
}: { readonly requests?: readonly StoredRequest[] } = {}) => {
  const slack = await openSlack();
  const live = await createSimulatedLive({
    projectId: 'project',
    region: 'cn-north-4',
    user: { domain: 'domain', name: 'user', password: 'a-simulated-password' },
    tasks: sampleTasks(Date.now()),
    omission: 'keep',
  });
  const bot = await socketBot(slack, listen);
  let killed = 0;
  const page = await createPage({
    slack,
    live,
    world: {
      requests: () => Promise.resolve(requests),
      bot: {
        running: () => 1 - killed,
        start: () => Promise.resolve(),
        kill: () => Promise.resolve(void (killed += 1)),
        restart: () => Promise.resolve(),
      },
      clock: createClock(),
    },
  });
  return {
    slack,
    live,
    page,
    stop: async (): Promise<void> => {
      await page.stop();
      await bot.stop();
      await live.stop();
      await slack.stop();
    },
  };
};

export type OpenPage = Awaited<ReturnType<typeof openPage>>;
