import type { Config, Reread } from './load-config.ts';

/** How often relaydesk.yml is read, in milliseconds. */
export const READ_EVERY_MS = 3_000;
/** Two readings at least this far apart have to be equal, in milliseconds: somebody may be writing the file. */
const SETTLED_MS = 250;

/** The result of reading a file. */
export type ReloadOutcome =
  | { readonly kind: 'taken'; readonly changed: readonly string[] }
  /** It is not in force; one line for each problem. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] }
  /** The file is again the one that is in force. */
  | { readonly kind: 'back' };

interface Deps {
  readonly reread: () => Reread;
  /** Announces the configuration that is about to be in force. If it throws, the file is not taken. */
  readonly prepare: (config: Config) => Promise<void>;
  /** Called after each look, whatever its result, but never while a file is being taken. */
  readonly after: () => Promise<void>;
  /** Called once for each outcome. */
  readonly told: (outcome: ReloadOutcome) => void;
  /** Milliseconds of a clock that only goes forward. */
  readonly ticks: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

/**
 * Takes a changed relaydesk.yml while the process runs: as a whole, or not at all. A file is judged once two readings
 * of it are the same, and told once for as long as the same is wrong with it.
 */
export function createReload(deps: Deps) {
  const { reread, ticks, sleep } = deps;
  let seen: { readonly digest: string; readonly atMs: number } | undefined;
  let refused: string | undefined;
  let isAsked = false;
  let reading: Promise<void> | undefined;

  /** One reading; false: it has to be read again to be sure. */
  async function read(): Promise<boolean> {
    const found = reread();
    if (found.isInForce) {
      seen = undefined;
      if (refused !== undefined) tell({ kind: 'back' });
      return true;
    }
    const atMs = ticks();
    if (found.digest !== seen?.digest) seen = { digest: found.digest, atMs };
    if (atMs - seen.atMs < SETTLED_MS) return false;
    await judge(found);
    return true;
  }

  async function judge({ check }: Reread): Promise<void> {
    const next = check();
    if (!next.ok) {
      const { problems } = next;
      if (refused !== problems.join('\n')) tell({ kind: 'refused', problems });
      return;
    }
    await deps.prepare(next.config);
    next.adopt();
    seen = undefined;
    tell({ kind: 'taken', changed: next.changed });
  }

  function tell(outcome: ReloadOutcome): void {
    deps.told(outcome);
    refused = outcome.kind === 'refused' ? outcome.problems.join('\n') : undefined;
  }

  async function readAll(): Promise<void> {
    do {
      isAsked = false;
      try {
        while (!(await read())) await sleep(SETTLED_MS);
      } catch (error) {
        deps.onError(error);
      }
      await deps.after();
    } while (isAsked);
  }

  return {
    /** Reads the file and takes what has changed. Calls during that are one more reading after it. */
    look(): Promise<void> {
      isAsked = true;
      reading ??= readAll().finally(() => (reading = undefined));
      return reading;
    },
  };
}
