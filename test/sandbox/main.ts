import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CHANNELS, PEOPLE } from './cast.ts';
import { playStory } from './story.ts';
import { createWorld } from './world.ts';

/** `npm run sandbox`: the whole desk on this machine. With `--story` it plays the main job and ends. */

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const isStory = process.argv.includes('--story');
const dataDir = fileURLToPath(new URL('../../.sandbox/', import.meta.url));

const world = await createWorld({
  logFile: `${dataDir}bot.log`,
  ...(isStory ? {} : { redisDir: `${dataDir}redis` }),
});
let exitCode = 0;
try {
  await world.startBot();
  if (isStory) {
    await playStory(world, print);
    print('\nThe story ended as it should.');
  } else {
    print(welcome());
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  }
} catch (error) {
  exitCode = 1;
  print(`\n${error instanceof Error ? error.message : String(error)}`);
  print(`The bot's log is in ${dataDir}bot.log.`);
} finally {
  await world.stop();
}
process.exit(exitCode);

function welcome(): string {
  return [
    'relaydesk runs in its sandbox; nothing leaves this machine.',
    '',
    `  Slack, played      ${world.slack.apiUrl}`,
    `  Live API, played   ${world.live.url}`,
    `  Redis, real        ${world.redis.url}   (data in .sandbox/redis)`,
    `  the bot            ${world.bot().url}/readyz   (log in .sandbox/bot.log)`,
    '',
    `  People: ${Object.values(PEOPLE)
      .map(({ name }) => name)
      .join(', ')}`,
    `  Channels: ${Object.values(CHANNELS)
      .map(({ name }) => `#${name}`)
      .join(', ')}`,
    '',
    'End it with Ctrl-C.',
  ].join('\n');
}
