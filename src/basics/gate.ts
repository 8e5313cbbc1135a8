/** Runs at most `limit` tasks at a time; the others wait in line. `onChange` is told how many run and how many wait. */
export function createGate(
  limit: number,
  onChange: (running: number, waiting: number) => void = () => undefined,
): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= limit) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        onChange(running, waiting.length);
      });
    } else {
      running += 1;
    }
    onChange(running, waiting.length);
    try {
      return await task();
    } finally {
      // The slot goes straight to the next in line, so that a newcomer cannot take it.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
      onChange(running, waiting.length);
    }
  };
}

/** Runs the tasks of one key one after another; different keys do not wait for each other. */
export function createOrder(): <T>(key: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, task) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(task, task);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
