import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guardChild } from './bot.ts';
import { freePort } from './free-port.ts';

export interface RedisOptions {
  /** Where the data lives, kept by stop(). Without it a fresh temporary folder, which stop() removes. */
  readonly dir?: string;
  readonly port?: number;
  readonly appendonly?: boolean;
  readonly appendfsync?: 'always' | 'everysec' | 'no';
  /** More lines of redis.conf, by name; several words of one line are a list. */
  readonly config?: Settings;
}

type Settings = Readonly<Record<string, string | readonly string[]>>;

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly dir: string;
  /** Changes with restart(). */
  readonly pid: number;
  /** Stops it cleanly. */
  readonly stop: () => Promise<void>;
  /** Kills it with -9, like a crash. restart() brings it back with its data on disk. */
  readonly kill: () => Promise<void>;
  /** Restarts with the same port and data, stopping it cleanly first if it is running. */
  readonly restart: () => Promise<void>;
  /** A copy of its disk, for `loseSince`. */
  readonly copy: () => string;
  /** Kills it with -9 and restarts it from a copy, as if the last writes had not reached the disk. */
  readonly loseSince: (copy: string, awayMs?: number) => Promise<void>;
  /** Freezes it (SIGSTOP): connections stay open and nothing answers. */
  readonly freeze: () => void;
  readonly thaw: () => void;
}

/** A redis-server that answers. */
export interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
}

/** Another one, such as that of Valkey or of a newer Redis, may be named in the environment. */
const program = process.env['TEST_REDIS_SERVER'] ?? 'redis-server';
const answerTimeoutMs = 15_000;
const stopTimeoutMs = 10_000;
const pollMs = 10;

/** A redis-server as a child process, with persistence. */
export const startRedis = async (options: RedisOptions = {}): Promise<RedisServer> => {
  const isOwnDir = options.dir === undefined;
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'relaydesk-redis-'));
  mkdirSync(dir, { recursive: true });
  const settings = (port: number): Settings => ({
    bind: '127.0.0.1',
    port: String(port),
    dir,
    save: '',
    appendonly: options.appendonly === false ? 'no' : 'yes',
    appendfsync: options.appendfsync ?? 'everysec',
    'maxmemory-policy': 'noeviction',
    ...options.config,
  });

  const port = options.port ?? (await freePort());
  let running = await launch(argumentsOf(settings(port)), port);

  const kill = async (): Promise<void> => {
    running.child.kill('SIGKILL');
    await running.exited;
  };
  const end = async (): Promise<void> => {
    running.child.kill('SIGCONT');
    running.child.kill('SIGTERM');
    const killLater = setTimeout(() => running.child.kill('SIGKILL'), stopTimeoutMs);
    await running.exited;
    clearTimeout(killLater);
  };

  const copies: string[] = [];

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    dir,
    get pid() {
      return running.child.pid ?? -1;
    },
    stop: async () => {
      await end();
      for (const folder of [...copies, ...(isOwnDir ? [dir] : [])]) remove(folder);
    },
    copy: () => {
      const copy = mkdtempSync(join(tmpdir(), 'relaydesk-redis-copy-'));
      cpSync(dir, copy, { recursive: true });
      copies.push(copy);
      return copy;
    },
    loseSince: async (copy, awayMs = 0) => {
      await kill();
      remove(dir);
      cpSync(copy, dir, { recursive: true });
      await sleep(awayMs);
      running = await launch(argumentsOf(settings(port)), port);
    },
    kill,
    restart: async () => {
      await end();
      running = await launch(argumentsOf(settings(port)), port);
    },
    freeze: () => void running.child.kill('SIGSTOP'),
    thaw: () => void running.child.kill('SIGCONT'),
  };
};

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

const argumentsOf = (settings: Settings): string[] =>
  Object.entries(settings).flatMap(([name, value]) => [`--${name}`, ...[value].flat()]);

/** Resolves when it answers; rejects with its last output if it exits. */
export const launch = async (args: readonly string[], port: number): Promise<Running> => {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  guardChild(child);

  let output = '';
  const note = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  let failure: string | undefined;
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      failure = error.code === 'ENOENT' ? missing : String(error);
      resolve();
    });
    child.once('close', (code, signal) => {
      failure ??= `redis-server exited (${code ?? signal}):\n${output}`;
      resolve();
    });
  });

  const deadlineMs = Date.now() + answerTimeoutMs;
  while (!(await answers(port, child.pid ?? -1))) {
    if (failure !== undefined) throw new Error(failure);
    if (Date.now() > deadlineMs) {
      child.kill('SIGKILL');
      throw new Error(`redis-server does not answer:\n${output}`);
    }
    await sleep(pollMs);
  }
  return { child, exited };
};

const missing =
  'redis-server is not on the PATH; install the package redis-server (apt) or redis (brew), or run: node test/setup.mjs redis';

/** Also false while it is loading data, or if another server has the port. */
const answers = (port: number, pid: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const done = (isUp: boolean): void => {
      socket.destroy();
      resolve(isUp);
    };
    let text = '';
    socket.setTimeout(1_000, () => done(false));
    socket.once('error', () => done(false));
    socket.once('connect', () => socket.write('PING\r\nINFO server\r\n'));
    socket.on('data', (data) => {
      text += data.toString();
      const process = /process_id:(\d+)\r\n/.exec(text)?.[1];
      // With a password set it says no more than that it is there.
      if (text.startsWith('-NOAUTH')) done(true);
      else if (process !== undefined) done(text.startsWith('+PONG') && Number(process) === pid);
    });
    socket.once('close', () => done(false));
  });
