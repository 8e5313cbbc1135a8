import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CHANNELS, PEOPLE, PROJECT } from './cast.ts';
import { createClock } from './clock.ts';
import { createFileReports } from './live/file-reports.ts';
import { taskEvents } from './live/wire-task.ts';
import { exportLines } from './export-lines.ts';
import { playStory } from './story.ts';
import { openWorldPage } from './world-page.ts';
import { createWorld, DEFAULT_PROJECT_LINES, MEDIA_HOST, type World } from './world.ts';

/**
 * `npm run sandbox`: everything on this machine. With `--story` it runs the main job and ends. With `--no-bot` relaydesk
 * itself is left out, so that one can be installed here.
 */

const dataDir = fileURLToPath(new URL('../../.sandbox/', import.meta.url));

/** The page's port if it is free, otherwise any other. */
const PAGE_PORT = 3900;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Every task tells the bot of its files, as they begin and end. */
const tellOfFiles = async ({ live, callbackUrl }: World, ended: AbortSignal): Promise<void> => {
  for (const { task_id } of live.tasks()) {
    live.edit(task_id, { callback_url: callbackUrl, callback_events: [...taskEvents] });
  }
  const report = createFileReports(live, clock.now);
  while (!ended.aborted) {
    await report();
    await sleep(1_000, undefined, { ref: false });
  }
};

/** Stays up with the page until somebody ends it. */
const stayUp = async (world: World): Promise<void> => {
  const ended = new AbortController();
  const telling = tellOfFiles(world, ended.signal);
  const page = await openWorldPage(world, { clock, port: PAGE_PORT });
  print(welcome(world, page.url));
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  ended.abort();
  await telling;
  await page.stop();
};

const welcome = (world: World, page: string): string =>
  [
    hasBot
      ? 'relaydesk runs in its sandbox; nothing leaves this machine.'
      : 'The sandbox runs without relaydesk; nothing leaves this machine.',
    '',
    `  Open                 ${page}`,
    `  as the operator      ${page}?as=${PEOPLE.operator.id}`,
    `  as the lead          ${page}?as=${PEOPLE.lead.id}`,
    '',
    `  Slack, simulated     ${world.slack.apiUrl}`,
    `  Live API, simulated  ${world.live.url}`,
    `  films for playlists  http://${MEDIA_HOST}:${world.media?.port}/evening.mp4  (and morning.mp4, silent.mp4, missing.mp4)`,
    `  Redis, real          ${world.redis.url}  (data in .sandbox/redis)`,
    ...(hasBot ? withBot(world) : withoutBot(world)),
    '',
    'End it with Ctrl-C.',
  ].join('\n');

const withBot = ({ live, bot }: World): readonly string[] => {
  const [task] = live.tasks();
  return [
    `  the bot              ${bot().url}/readyz  (log in .sandbox/bot.log)`,
    '',
    'Try this:',
    `  1. As ${PEOPLE.operator.name}, type  /relay modify ${PROJECT.name} ${task?.app_name}/${task?.stream_name}  in #live-ops,`,
    '     change a field and submit.',
    `  2. As ${PEOPLE.lead.name}, press Review… on the card in #live-approvals and approve.`,
    '  3. Look at the task, the call and its answer on the right.',
    `  4. Type  /relay asrun ${task?.app_name}/${task?.stream_name}  and read what was on when.`,
    '',
    'To follow docs/INSTALL.md here with a bot of your own:  npm run sandbox -- --no-bot',
  ];
};

const withoutBot = (world: World): readonly string[] => [
  '',
  'To follow docs/INSTALL.md here, from its step 5:',
  ...exportLines(world).map((line) => `  ${line}`),
  `  and in relaydesk.yml  endpoint: ${world.live.url}, iam: ${world.live.iamUrl},`,
  `  ops_channel: ${CHANNELS.ops.id}, approvals_channel: ${CHANNELS.leads.id},`,
  `  approvers and notify: { users: [${PEOPLE.lead.id}, ${PEOPLE.secondLead.id}] }`,
];

const isStory = process.argv.includes('--story');
const hasBot = !process.argv.includes('--no-bot');
const clock = createClock();
const world = await createWorld({
  clock,
  logFile: `${dataDir}bot.log`,
  live: { omission: 'keep' },
  sources: 'warn',
  eventsToken: 'sandbox-events-token-1234567890',
  projectYaml: [
    ...DEFAULT_PROJECT_LINES,
    `notify: { users: [${PEOPLE.lead.id}] }`,
    'keep_on_air: ["live/*"]',
  ],
  ...(isStory ? {} : { redisDir: `${dataDir}redis` }),
});
let exitCode = 0;
try {
  if (hasBot) await world.startBot();
  await (isStory ? playStory(world, clock, print) : stayUp(world));
  if (isStory) {
    print(
      '\nThe story ended as it should. To be Olga, Lena or anybody else yourself:  npm run sandbox',
    );
  }
} catch (error) {
  exitCode = 1;
  print(`\n${error instanceof Error ? error.message : String(error)}`);
  print(`The bot's log is in ${dataDir}bot.log.`);
} finally {
  await world.stop();
}
process.exit(exitCode);
