/** How long a warning that comes again and again is left out of the log, in milliseconds. */
const QUIET_MS = 60_000;

type Warn = (message: string, fields: object) => void;

/**
 * Logs a warning that is the same as before at most once a minute, with how often it came since: while Redis is away,
 * each connection fails every second. `ticks`: milliseconds that only grow.
 */
export function createRepeatedWarnings(warn: Warn, ticks: () => number): Warn {
  const told = new Map<string, { readonly atMs: number; readonly left: number }>();
  return (message, fields) => {
    const key = JSON.stringify([message, fields]);
    const nowMs = ticks();
    const last = told.get(key);
    if (last && nowMs - last.atMs < QUIET_MS) {
      told.set(key, { ...last, left: last.left + 1 });
      return;
    }
    // Few reasons last that long; the rest need not be kept.
    for (const [old, { atMs }] of told) if (nowMs - atMs >= QUIET_MS) told.delete(old);
    told.set(key, { atMs: nowMs, left: 0 });
    warn(message, last?.left ? { ...fields, times: last.left + 1 } : fields);
  };
}

/** What an error of a connection says. Node's error for a name with several addresses has only a code. */
export function reasonOf(error: Error): string {
  return error.message || ('code' in error ? String(error.code) : error.name);
}
