import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Clock, ClockState } from './clock.ts';
import { freePort } from './free-port.ts';

export interface BotOptions {
  /** The whole environment of the bot, apart from PATH, HOME and PORT. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the bot listens. PORT in `env` counts too; a free one otherwise. */
  readonly port?: number;
  /** Every line of output is appended to this file as well. */
  readonly logFile?: string;
  /** The folder that has `dist/main.js`. */
  readonly cwd: string;
  /** The user of the process; by default the current one. */
  readonly uid?: number;
  /** The program that runs it. */
  readonly node?: string;
  /** The bot's clock; real time if left out. */
  readonly clock?: Clock;
  /** Only the bot's machine uses that clock; Redis has the real time. */
  readonly isClockWrong?: boolean;
  /** The only host names that resolve in this world. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** The start file of another bot, which also has to answer `/readyz` on PORT. */
  readonly entry?: string;
}

export interface BotExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Bot {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  /** Rejects with the last lines of output when the bot exits, or takes too long. */
  readonly ready: (timeoutMs?: number) => Promise<void>;
  readonly exited: Promise<BotExit>;
  /** Asks it to end, and kills it if it has not after a while. */
  readonly stop: (timeoutMs?: number) => Promise<BotExit>;
  readonly kill: () => Promise<BotExit>;
  /** Freezes it (SIGSTOP), like a long pause of the machine, and lets it continue. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly logs: () => readonly string[];
  /** Closes our side of its output pipes. */
  readonly stopReading: () => void;
}

const readyTimeoutMs = 30_000;
const stopTimeoutMs = 10_000;
const pollMs = 25;
const clockTimeoutMs = 2_000;
const hostsPreload = fileURLToPath(new URL('hosts-preload.ts', import.meta.url));
const clockPreload = fileURLToPath(new URL('clock-preload.ts', import.meta.url));
const linesKept = 20_000;
const linesShown = 30;

export const startBot = async (options: BotOptions): Promise<Bot> => {
  const port = options.port ?? Number(options.env['PORT'] ?? (await freePort()));
  const child = launch(options, port);
  guardChild(child);
  const forgetClock = options.clock?.follow((state) => tellClock(child, state));

  const lines: string[] = [];
  const note = (line: string): void => {
    lines.push(line);
    if (lines.length > linesKept) lines.shift();
    if (options.logFile !== undefined) appendFileSync(options.logFile, `${line}\n`);
  };
  for (const output of [child.stdout, child.stderr]) {
    if (output !== null) createInterface({ input: output }).on('line', note);
  }

  let exit: BotExit | undefined;
  const exited = new Promise<BotExit>((resolve) => {
    // `close` and not `exit`: the last lines of output have arrived by then.
    child.once('close', (code, signal) => {
      exit = { code, signal };
      forgetClock?.();
      resolve(exit);
    });
    child.once('error', (error) => {
      note(String(error));
      exit = { code: null, signal: null };
      resolve(exit);
    });
  });
  const lastWords = (): string => lines.slice(-linesShown).join('\n') || '(no output)';

  const ready = async (timeoutMs = readyTimeoutMs): Promise<void> => {
    const deadlineMs = Date.now() + timeoutMs;
    for (;;) {
      if (exit !== undefined) {
        throw new Error(`the bot exited (${exit.code ?? exit.signal}):\n${lastWords()}`);
      }
      if (await isReady(port)) return;
      if (Date.now() > deadlineMs) throw new Error(`the bot is not ready:\n${lastWords()}`);
      await sleep(pollMs);
    }
  };
  const kill = (): Promise<BotExit> => {
    child.kill('SIGKILL');
    return exited;
  };
  const stop = async (timeoutMs = stopTimeoutMs): Promise<BotExit> => {
    child.kill('SIGTERM');
    child.kill('SIGCONT');
    const timeUp = new AbortController();
    const late = sleep(timeoutMs, undefined, { signal: timeUp.signal }).then(kill, () => exited);
    await Promise.race([exited, late]);
    timeUp.abort();
    return exited;
  };

  return {
    pid: child.pid ?? -1,
    port,
    url: `http://127.0.0.1:${port}`,
    ready,
    exited,
    stop,
    kill,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    logs: () => [...lines],
    stopReading() {
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
  };
};

const launch = (options: BotOptions, port: number) => {
  const { env, cwd, clock, isClockWrong, hosts, uid } = options;
  const { node = nodePath(), entry = 'dist/main.js' } = options;
  const preloads = [
    ...(clock === undefined ? [] : ['--import', clockPreload]),
    ...(hosts === undefined ? [] : ['--import', hostsPreload]),
  ];
  return spawn(node, [...preloads, entry], {
    cwd,
    ...(uid === undefined ? {} : { uid, gid: uid }),
    env: {
      ...surroundings(),
      // The compile cache, as in `npm start`.
      NODE_COMPILE_CACHE: 'node_modules/.cache/relaydesk',
      ...env,
      PORT: String(port),
      ...(clock === undefined ? {} : { SANDBOX_CLOCK: JSON.stringify(clock.state()) }),
      ...(isClockWrong ? { SANDBOX_CLOCK_IS_WRONG: '1' } : {}),
      ...(hosts === undefined ? {} : { SANDBOX_HOSTS: JSON.stringify(hosts) }),
    },
    stdio: ['ignore', 'pipe', 'pipe', ...(clock === undefined ? [] : (['ipc'] as const))],
    detached: true,
  });
};

/** A frozen bot reads it later; nothing waits for that. */
const tellClock = async (child: ChildProcess, state: ClockState): Promise<void> => {
  if (!child.connected) return;
  const timeUp = new AbortController();
  const { signal } = timeUp;
  const followed = Promise.race([
    once(child, 'message', { signal }),
    once(child, 'close', { signal }),
  ]);
  child.send(state, () => undefined);
  await Promise.race([followed, sleep(clockTimeoutMs, undefined, { signal })]).catch(
    () => undefined,
  );
  timeUp.abort();
};

/**
 * Lets no child outlive this process, however it ends. A handler on exit does not run after
 * SIGKILL, so a shell waits for our end of a pipe to close. Children get a process group of their
 * own (`detached`), so that Ctrl-C reaches only us and we stop them in order.
 */
export const guardChild = (child: ChildProcess): void => {
  if (child.pid === undefined) return;
  const killNow = (): void => void child.kill('SIGKILL');
  const watcher = spawn('/bin/sh', ['-c', `read -r _; kill -9 ${child.pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.on('error', () => undefined);
  watcher.unref();
  process.once('exit', killNow);
  child.once('exit', () => {
    // The process id may soon be reused.
    watcher.kill('SIGKILL');
    process.removeListener('exit', killNow);
  });
};

const surroundings = (): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

const isReady = async (port: number): Promise<boolean> => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, {
      signal: AbortSignal.timeout(1_000),
    });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
};

/** A Node that runs TypeScript, even if this process is older. */
export const nodePath = (): string => {
  const major = Number(process.versions.node.split('.', 1)[0]);
  return major >= 26
    ? process.execPath
    : new URL('../../node_modules/.bin/node', import.meta.url).pathname;
};
