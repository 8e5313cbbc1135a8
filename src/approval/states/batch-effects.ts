import { type ChangeRequest, isClosed } from '#src/approval/record/change-request.ts';
import type { OutboxEntry } from '#src/approval/record/entry-kinds.ts';
import { openHalt } from '#src/approval/record/part.ts';
import type { Effects } from './effects.ts';

/** What is written together with a step of a batch, or of one of its parts, instead of the usual effects. */
export function effectsInBatch(
  effects: Effects,
  before: ChangeRequest | undefined,
  next: ChangeRequest,
): Effects {
  if (next.batch) return ofBatch(effects, next);
  return next.partOf === undefined
    ? effects
    : ofPart(effects, before, { ...next, partOf: next.partOf });
}

/** A batch locks no task and makes no call: its parts do. */
function ofBatch(effects: Effects, request: ChangeRequest): Effects {
  const { id, history, batch } = request;
  const last = history.at(-1)?.event ?? '';
  const toBatch = (entry: OutboxEntry): OutboxEntry =>
    entry.kind === 'execute' ? batchEntry(id) : entry;
  // A step that ends it also ends its waiting parts.
  const isForParts = ['reject', 'withdraw', 'expire', 'go_on', 'stop_rest'].includes(last);
  // People are asked, or have answered: that is shown at once.
  const isTold = ['halt', 'go_on', 'stop_rest'].includes(last);
  const untilMs = last === 'halt' ? openHalt(batch)?.untilMs : undefined;
  return {
    ...effects,
    lock: undefined,
    outbox: [
      ...effects.outbox.map(toBatch),
      ...(isTold ? [{ kind: 'show', request: id } as const] : []),
      ...(isForParts ? [batchEntry(id)] : []),
    ],
    timers: [
      ...effects.timers
        .filter(({ entry }) => entry.kind !== 'look')
        .map((timer) => ({ ...timer, entry: toBatch(timer.entry) })),
      ...(untilMs === undefined ? [] : [{ entry: batchEntry(id), dueMs: untilMs }]),
    ],
  };
}

/**
 * How long a part may be in the store without its batch, in milliseconds: after that, nobody is going to write the
 * batch.
 */
const ALONE_MS = 10 * 60_000;

/** A part is shown with its batch, which continues when the part has ended. */
function ofPart(
  effects: Effects,
  before: ChangeRequest | undefined,
  { partOf, state, history, createdAtMs }: ChangeRequest & { readonly partOf: string },
): Effects {
  const entry = batchEntry(partOf);
  if (!before) {
    return { outbox: [], timers: [{ entry, dueMs: createdAtMs + ALONE_MS }], dropTimers: [] };
  }
  const last = history.at(-1)?.event ?? '';
  const isEnd = before.state !== state && isClosed(state);
  const isForBatch = isEnd || last === 'stream_gone';
  return {
    ...effects,
    outbox: [
      ...effects.outbox.filter(isNotShown),
      ...(isForBatch ? [entry] : []),
      ...(isEnd || last.startsWith('stream_') ? [{ kind: 'show', request: partOf } as const] : []),
    ],
    timers: effects.timers.filter((timer) => isNotShown(timer.entry)),
  };
}

function batchEntry(request: string): OutboxEntry {
  return { kind: 'batch', request };
}

function isNotShown({ kind }: OutboxEntry): boolean {
  return kind !== 'show';
}
