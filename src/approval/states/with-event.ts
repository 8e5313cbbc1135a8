import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { Event } from '#src/approval/record/event.ts';
import { lookedForMs } from '#src/approval/record/look.ts';
import { openHalt } from '#src/approval/record/part.ts';
import { withNews } from '#src/approval/record/stream-proof.ts';
import { movedTo } from './moved.ts';
import { recovered } from './recover.ts';

/** The record after an event, except for its version, state and history. */
export function withEvent(request: ChangeRequest, event: Event, nowMs: number): ChangeRequest {
  return { ...request, ...changedBy(event.name, event, request, nowMs) };
}

function changedBy<Name extends Event['name']>(
  name: Name,
  event: Events[Name],
  request: ChangeRequest,
  nowMs: number,
): Changed | undefined {
  return CHANGES[name]?.(event, request, nowMs);
}

type Changed = Partial<ChangeRequest>;

/** Each event by its name. */
type Events = { readonly [Name in Event['name']]: Named<Event, Name> };

type Named<Each, Name> = Each extends { readonly name: infer Names }
  ? Name extends Names
    ? Each
    : never
  : never;

/** The requested time has come: it runs as soon as it is approved again. */
const AT_ONCE = { applyAtMs: undefined, runAtMs: undefined };

/** What each event changes in the record; the others change nothing in it. */
const CHANGES: {
  readonly [Name in Event['name']]?: (
    event: Events[Name],
    request: ChangeRequest,
    nowMs: number,
  ) => Changed;
} = {
  approve: decided,
  reject: decided,
  edit: withContent,
  rebase: withContent,
  move: (event, request, nowMs) => movedTo(request, event, nowMs),
  // The audit and the history have the end of the old try; an older version is an older try.
  retry: (event, request) => ({
    ...decided(event, { ...request, decisions: [] }),
    ...AT_ONCE,
    outcome: undefined,
    changedSources: undefined,
    sentAtMs: undefined,
    // It was cancelled or held when this failed.
    wayBack: undefined,
    contentVersion: request.version + 1,
    expiresAtMs: event.expiresAtMs,
  }),
  worsen: ({ ahead }) => ({ ahead }),
  mend: () => ({ ahead: undefined }),
  hold_back: ({ found, changedSources, policy, expiresAtMs }, { version }) => ({
    ...AT_ONCE,
    ...found,
    ahead: undefined,
    contentVersion: version + 1,
    decisions: [],
    changedSources: changedSources.length > 0 ? changedSources : undefined,
    policy,
    expiresAtMs,
  }),
  hold_link: ({ held, expiresAtMs }, { version }) => ({
    held,
    ahead: undefined,
    // Earlier reviews no longer count. People are still told who approved.
    contentVersion: version + 1,
    expiresAtMs,
  }),
  cancel: ({ held }) => ({ held, ahead: undefined }),
  after_review: ({ review }) => ({ afterReview: review }),
  send: ({ before, changedSources }, { after, base }, nowMs) => ({
    // A link was built on an expected state; now the real one is known.
    base: after === undefined ? base : before,
    sentAtMs: nowMs,
    changedSources: changedSources?.length ? changedSources : undefined,
  }),
  succeed: ({ outcome }) => ({ outcome }),
  lose: ({ outcome }) => ({ outcome }),
  drift: ({ outcome }) => ({ outcome }),
  fail: ({ outcome }, { state, lateUntilMs }, nowMs) => ({
    outcome,
    // After a lost reply it was looked for in vain, which does not prove that it never comes.
    lateUntilMs: state === 'unconfirmed' ? nowMs + lookedForMs('late_put') : lateUntilMs,
  }),
  recover: ({ lost }, request) => recovered(request, lost),
  late_effect: ({ outcome, over }, _request, nowMs) => ({
    outcome,
    lateUntilMs: undefined,
    lateEffect: { atMs: nowMs, over },
  }),
  overwritten: ({ by }, _request, nowMs) => ({ overwritten: { by, atMs: nowMs } }),
  stream_present: lookedAt,
  stream_absent: lookedAt,
  stream_gone: lookedAt,
  approve_part: ({ decisions, effects }, request) => ({
    ...AT_ONCE,
    decisions,
    effects: effects ?? request.effects,
  }),
  part_gone: ({ part }, { batch }) => ({
    batch: batch && { ...batch, gone: [...(batch.gone ?? []), part] },
  }),
  // A part that failed counts as what it has become.
  part_late: ({ part, counts }, { batch }) => ({
    batch: batch && {
      ...batch,
      late: [...(batch.late ?? []), part],
      counts: batch.counts && counts,
    },
  }),
  halt: ({ failed, waiting, untilMs }, { batch, version }) => ({
    batch: batch && {
      ...batch,
      halts: [...(batch.halts ?? []), { version: version + 1, failed, waiting, untilMs }],
    },
  }),
  go_on: haltAnswered,
  stop_rest: haltAnswered,
  all_done: counted,
  some_failed: counted,
  ask: ({ question }, { questions = [] }) => ({ questions: [...questions, question] }),
  answer: ({ index, answer }, { questions = [] }) => ({
    questions: questions.map((each, at) => (at === index ? { ...each, answer } : each)),
  }),
};

function decided(
  { decision, needed, found }: Pick<Events['approve'], 'decision' | 'needed' | 'found'>,
  { decisions, policy }: Pick<ChangeRequest, 'decisions' | 'policy'>,
): Changed {
  return { decisions: [...decisions, decision], policy: { ...policy, ...needed }, ...found };
}

function withContent({ content }: Events['edit'], { version }: ChangeRequest): Changed {
  return {
    ...content,
    runAtMs: undefined,
    held: undefined,
    decidedWith: undefined,
    changedSources: undefined,
    contentVersion: version + 1,
    decisions: [],
  };
}

function lookedAt(
  news: Events['stream_present' | 'stream_absent' | 'stream_gone'],
  { stream }: ChangeRequest,
  nowMs: number,
): Changed {
  return { stream: withNews(stream, news, nowMs) };
}

function haltAnswered({ name }: Events['go_on'], { batch }: ChangeRequest): Changed {
  if (!batch) return {};
  const { halts = [] } = batch;
  const answered = openHalt(batch)
    ? halts.map((halt, at) => (at === halts.length - 1 ? { ...halt, answer: name } : halt))
    : batch.halts;
  return { batch: { ...batch, halts: answered, isStopped: name === 'stop_rest' || undefined } };
}

function counted({ counts }: Events['all_done'], { batch }: ChangeRequest): Changed {
  return { batch: batch && { ...batch, counts } };
}
