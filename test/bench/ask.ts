import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { guardChild, nodePath } from '#sandbox/bot.ts';

/** A child process that answers questions over Node's IPC channel. */

type Verbs = Readonly<Record<string, (...args: never[]) => unknown>>;

interface Question {
  readonly id: number;
  readonly verb: string;
  readonly args: never[];
}

type Answer = { readonly id: number; readonly value?: unknown; readonly error?: string };

/** In the child: answers questions, and ends with its parent. */
export const answer = (verbs: Verbs): void => {
  process.on('disconnect', () => process.exit(0));
  process.on('message', ({ id, verb, args }: Question) => {
    void (async () => {
      const reply: Answer = await Promise.resolve(args)
        .then((values) => verbs[verb]?.(...values))
        .then(
          (value) => ({ id, value }),
          (error: unknown) => ({ id, error: String(error) }),
        );
      process.send?.(reply);
    })();
  });
  process.send?.({ id: 0 } satisfies Answer);
};

export interface Asked<V extends Verbs> {
  readonly pid: number;
  readonly ask: <Name extends keyof V & string>(
    verb: Name,
    ...args: Parameters<V[Name]>
  ) => Promise<Awaited<ReturnType<V[Name]>>>;
  readonly stop: () => Promise<void>;
}

/** Starts `file`, and resolves when it is ready. */
export const startAsked = async <V extends Verbs>(
  file: string,
  options: object = {},
): Promise<Asked<V>> => {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child: ChildProcess = fork(path, [JSON.stringify(options)], {
    execPath: nodePath(),
    execArgv: [],
    detached: true,
  });
  guardChild(child);
  const waiting = new Map<number, { give: (value: unknown) => void; fail: (e: Error) => void }>();
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      for (const { fail } of waiting.values()) fail(new Error(`${file} ended (${code})`));
      resolve();
    });
  });
  const question = (id: number): Promise<unknown> =>
    new Promise((give, fail) => {
      waiting.set(id, { give, fail });
    });
  child.on('message', ({ id, value, error }: Answer) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.give(value);
    else asked?.fail(new Error(`${file}: ${error}`));
  });
  let last = 0;
  await question(0);
  return {
    pid: child.pid ?? -1,
    ask: async (verb, ...args) => {
      last += 1;
      const answered = question(last);
      child.send({ id: last, verb, args });
      return (await answered) as never;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
};
