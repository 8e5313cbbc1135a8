/**
 * Why something is checked later:
 * - `late_put`: the reply to a PUT was lost and the task did not show the change; the PUT may still take effect
 * - `before_run`: an approved request waits for its time, and what it was approved for may change
 * - `stream`: a change was applied; is the stream of its task present?
 */
export const LOOK_PURPOSES = ['late_put', 'before_run', 'stream'] as const;

export type LookPurpose = (typeof LOOK_PURPOSES)[number];

/** What is checked: `id` names a request. Without white space. */
export interface Look {
  readonly purpose: LookPurpose;
  readonly id: string;
}

/** The name in the outbox entry. The same look has the same name, so it is set only once. */
export function toLookName({ purpose, id }: Look): string {
  return `${purpose}:${id}`;
}

/** Undefined for a purpose that this version does not know. */
export function fromLookName(name: string): Look | undefined {
  const [, word, id] = /^([^:]+):(.+)$/.exec(name) ?? [];
  const purpose = LOOK_PURPOSES.find((known) => known === word);
  return purpose && id ? { purpose, id } : undefined;
}

const MINUTE_MS = 60_000;

/** When looks come, in milliseconds after (or before) the moment that they are about; the last one is the end. */
export const LOOKS_AFTER_MS: Readonly<Record<LookPurpose, readonly number[]>> = {
  before_run: [-5 * MINUTE_MS, -MINUTE_MS],
  late_put: [5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS, 60 * MINUTE_MS],
  /** Once more when the guard of the project ends. */
  stream: [15_000, 30_000, MINUTE_MS, 1.5 * MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS],
};

/** How long looks continue, in milliseconds. */
export function lookedForMs(purpose: LookPurpose): number {
  return LOOKS_AFTER_MS[purpose].at(-1) ?? 0;
}

/** The first look after a moment, in Unix milliseconds; undefined: there are no more. */
export function nextLookMs(
  purpose: LookPurpose,
  sinceMs: number,
  nowMs: number,
): number | undefined {
  return LOOKS_AFTER_MS[purpose].map((afterMs) => sinceMs + afterMs).find((atMs) => atMs > nowMs);
}
