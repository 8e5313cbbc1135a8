import type { SourceChecks, SourceCheckStore, SourceLooks } from '#src/ports/source-checks.ts';
import type { CheckSource } from './check.ts';

/** A finding that is not older than this is not asked for again. */
export const FRESH_MS = 60_000;

/** More looks than these do not wait for their turn at once; what is beyond is looked at when somebody asks again. */
const WAITING_MAX = 400;

const NOTHING: SourceChecks = new Map();

/** Nothing is looked at. */
export const NO_LOOKS: SourceLooks = {
  isRequired: false,
  stored: () => Promise.resolve(NOTHING),
  looked: () => Promise.resolve(NOTHING),
  lookedSince: () => Promise.resolve(NOTHING),
  begin: () => undefined,
};

/** Looks that are kept, and shared by all who ask for the same URL. */
export function createSourceLooks({
  isRequired,
  check,
  store,
  now,
  after,
  onError,
}: {
  readonly isRequired: boolean;
  readonly check: CheckSource;
  readonly store: SourceCheckStore;
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly after: (ms: number) => Promise<unknown>;
  /** A look whose finding could not be kept. */
  readonly onError: (error: unknown) => void;
}): SourceLooks {
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

/** Each once. What is no web address cannot be looked at. */
function checkable(urls: readonly string[]): string[] {
  return [...new Set(urls)].filter((url) => /^https?:\/\//i.test(url));
}
