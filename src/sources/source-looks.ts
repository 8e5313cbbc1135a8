import type { SourceChecks, SourceCheckStore, SourceLooks } from '#src/ports/source-checks.ts';
import type { CheckSource } from './check.ts';

/** A result is reused for this long, in milliseconds. */
export const FRESH_MS = 60_000;

/** At most this many checks run or wait; the rest are done when somebody asks again. */
const WAITING_MAX = 400;

const NOTHING: SourceChecks = new Map();

/** For a configuration that checks no sources. */
export const NO_LOOKS: SourceLooks = {
  isRequired: false,
  stored: () => Promise.resolve(NOTHING),
  looked: () => Promise.resolve(undefined),
  lookedSince: () => Promise.resolve(NOTHING),
  begin: () => undefined,
};

/** Checks that are stored, and shared by everybody who asks for the same URL. */
export function createSourceLooks(deps: {
  readonly isRequired: boolean;
  readonly check: CheckSource;
  readonly store: SourceCheckStore;
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly after: (ms: number) => Promise<unknown>;
  /** Called when a result could not be stored. */
  readonly onError: (error: unknown) => void;
}): SourceLooks {
  const { isRequired, check, store, now, after, onError } = deps;
  const running = new Map<string, Promise<void>>();

  const look = async (url: string): Promise<void> => {
    try {
      await store.save(url, await check(url));
    } catch (error) {
      onError(error);
    } finally {
      running.delete(url);
    }
  };
  const begun = (url: string): Promise<void>[] => {
    const earlier = running.get(url);
    if (earlier) return [earlier];
    if (running.size >= WAITING_MAX) return [];
    const begins = look(url);
    running.set(url, begins);
    return [begins];
  };
  const stored = (urls: readonly string[]): Promise<SourceChecks> => store.load(checkable(urls));

  const staleIn = async (urls: readonly string[], sinceMs: number) => {
    const found = await stored(urls);
    const isFresh = (url: string): boolean => (found.get(url)?.checkedAtMs ?? -Infinity) >= sinceMs;
    return { found, stale: checkable(urls).filter((url) => !isFresh(url)) };
  };
  const lookedSince: SourceLooks['lookedSince'] = async (urls, sinceMs, waitMs) => {
    const { found, stale } = await staleIn(urls, sinceMs);
    if (stale.length === 0) return found;
    const looks = Promise.all(stale.flatMap(begun));
    await Promise.race([looks, after(waitMs)]);
    return stored(urls);
  };

  return {
    isRequired,
    stored,
    lookedSince,
    looked: (urls, waitMs) => lookedSince(urls, now() - FRESH_MS + 1, waitMs),
    begin(urls) {
      staleIn(urls, now() - FRESH_MS + 1).then(({ stale }) => stale.flatMap(begun), onError);
    },
  };
}

/** Each http(s) URL once; others cannot be checked. */
function checkable(urls: readonly string[]): string[] {
  return [...new Set(urls)].filter((url) => /^https?:\/\//i.test(url));
}
