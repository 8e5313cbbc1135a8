import { randomUUID } from 'node:crypto';
import { setGlobalProxyFromEnv } from 'node:http';
import manifest from '../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import { StartError } from './basics/start-error.ts';
import { loadConfig } from './config/load-config.ts';
import { proxyEnv } from './config/proxies.ts';
import type { FindingCount } from './doctor/on-duty.ts';
import { createLog } from './log.ts';
import { answerArguments } from './process/arguments.ts';
import { surviveFailures } from './process/failures.ts';
import { writeOnlyLog } from './process/output.ts';
import { createRedaction } from './text/redaction.ts';

// Keeps the environment out of Node's diagnostic reports.
process.report.excludeEnv = true;

/** Ctrl-C reaches us from the terminal and again from npm, which counts as one signal. */
const SAME_SIGNAL_MS = 500;

const loaded = loadConfig(process.env);
const reply = answerArguments(process.argv.slice(2), manifest.version, () =>
  loaded.ok ? [] : loaded.problems,
);
if (reply) {
  (reply.code === 0 ? process.stdout : process.stderr).write(reply.text);
  process.exit(reply.code);
}
if (!loaded.ok) {
  process.stderr.write(`${loaded.problems.join('\n')}\n`);
  process.exit(1);
}
const { config, latest, current, reread, secrets } = loaded;

// For `fetch` and everything that uses Node's own agents. Socket Mode sets its own proxy.
setGlobalProxyFromEnv(proxyEnv(config.proxies));

const replica = randomUUID();
const log = createLog(config.logLevel, secrets, { replica });
const currently = () => latest((problem) => log.warn('a secret file cannot be used', { problem }));
writeOnlyLog(log);
surviveFailures(log, () => {
  if (stoppingSinceMs === undefined) end(1);
});

let stop = (): Promise<void> => Promise.resolve();
let stoppingSinceMs: number | undefined;
/** Until it has started, relaydesk.yml is as it was just read. */
let reload = (): Promise<void> => Promise.resolve();
let examineAgain = (): void => undefined;

/** Ends in good order, within the time that a stop may take; `code` says whether all is well. */
function end(code: number): void {
  stoppingSinceMs = performance.now();
  setTimeout(() => {
    log.error('not stopped in time; the other replicas take over', config.stop);
    process.exit(1);
  }, config.stop.withinMs);
  stop().then(
    () => {
      log.info('stopped');
      process.exit(code);
    },
    (error: unknown) => {
      log.error('stopped with an error', { error });
      process.exit(1);
    },
  );
}

// The first process of a container has no signal handlers but its own, so each signal has one from
// the start on, and the second signal as well.
process.on('SIGHUP', () => void reload());
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stoppingSinceMs !== undefined) {
      if (performance.now() - stoppingSinceMs < SAME_SIGNAL_MS) return;
      log.warn('stopped at once', { signal });
      process.exit(1);
    }
    log.info('stopping', { signal });
    end(0);
  });
}

function onOutdated(why: string): void {
  if (stoppingSinceMs !== undefined) return;
  log.error('this process is older than the store, and ends', { why });
  end(1);
}

/** Also reports problems that do not prevent a start. Loaded late, since nothing waits for it. */
async function examineSetUp(count: (counts: readonly FindingCount[], atMs: number) => void) {
  const { examineOnDuty } = await import('./doctor/on-duty.ts');
  return examineOnDuty({
    loaded: () => ({ ...loaded, config: currently() }),
    now: Date.now,
    log,
    count,
  });
}

try {
  const app = await createApp(log, {
    replica,
    latest: currently,
    current,
    reread,
    onOutdated,
    onTaken: () => examineAgain(),
  });
  stop = () => app.stop();
  await app.start();
  reload = app.reload;
  if (config.examines) examineAgain = await examineSetUp(app.setUpChecked);
} catch (error) {
  if (error instanceof StartError) {
    process.stderr.write(`${createRedaction(secrets)(error.message)}\n`);
  } else log.error('cannot start', { error });
  process.exit(1);
}
