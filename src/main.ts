import { createApp } from './app.ts';
import { loadConfig } from './config.ts';
import { createLog } from './log.ts';
import { SlackTokenError } from './slack/identity.ts';

/** How long a stop may take before the process ends anyway, in milliseconds. */
const STOP_WITHIN_MS = 25_000;

const loaded = loadConfig(process.env);
if (!loaded.ok) {
  process.stderr.write(`${loaded.problems.join('\n')}\n`);
  process.exit(1);
}

const log = createLog(loaded.config.logLevel);
try {
  const app = await createApp(loaded.config, log);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info('stopping', { signal });
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
      void app.stop().then(() => process.exit(0));
    });
  }
  await app.start();
} catch (error) {
  if (error instanceof SlackTokenError) process.stderr.write(`${error.message}\n`);
  else log.error('cannot start', { error });
  process.exit(1);
}
