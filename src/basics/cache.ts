/** Answers that may be used for a while. Concurrent callers share one load. */
export function createCache<Value>(options: {
  /** How long an answer may be used, in milliseconds. */
  readonly forMs: number;
  readonly now: () => number;
  readonly load: (key: string) => Promise<Value>;
}) {
  const { forMs, now, load } = options;
  const entries = new Map<string, { readonly untilMs: number; readonly value: Promise<Value> }>();
  return {
    get(key: string): Promise<Value> {
      const held = entries.get(key);
      if (held && now() < held.untilMs) return held.value;
      const value = load(key);
      entries.set(key, { untilMs: now() + forMs, value });
      // A failure must not be remembered as an answer.
      value.catch(() => entries.delete(key));
      return value;
    },
    clear: () => entries.clear(),
  };
}
