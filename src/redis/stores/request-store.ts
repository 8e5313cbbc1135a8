import { randomUUID } from 'node:crypto';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { transitionLine } from '#src/approval/audit/audit-line.ts';
import type { Commit, RequestStore, Step } from '#src/approval/ports.ts';
import { type OpenRequestLimit, mergeEffects } from '#src/approval/states/effects.ts';
import { fromDocument, toDocument } from './request-document.ts';
import { type AuditChain, createAuditChain } from '#src/redis/audit-chain.ts';
import { toLine } from '#src/redis/work/outbox-entry.ts';
import { filingsOf } from './indexes.ts';
import { keys } from '#src/redis/keys.ts';
import { createRequestPages } from './request-pages.ts';
import { createProjectNames, filedUnder, type ProjectNames } from './project-names.ts';
import { SCHEMA } from './migrations.ts';
import { type Connection, script, type Writes } from '#src/redis/script.ts';

const loadScript = script('load');
const commitScript = script('sha256', 'append-audit', 'commit');

/** Thrown when a newer relaydesk has migrated the store: this process has to end. */
export class NewerStoreError extends Error {
  override readonly name = 'NewerStoreError';
}

/**
 * Gets the values of `keys.directoryVersion` and `keys.policiesVersion`, which are read with whatever a decision begins
 * with; null: not set.
 */
export type Hear = (directory: string | null, policies: string | null) => unknown;

/** What else happens on the round trips of the store. */
interface Hooks {
  /** The current `traceparent`; the first commit that has one stores it with the request. */
  readonly span?: () => string | undefined;
  /** Gets what else is read with each request; the request is returned once that is through. */
  readonly hear?: Hear;
  /** The names of projects; left out: as stored in the requests. */
  readonly names?: ProjectNames;
}

/** Change requests in Redis, one hash each, written only by `commit.lua`. */
export function createRequestStore(
  redis: Connection,
  writes: Writes = redis,
  {
    span = () => undefined,
    hear = () => undefined,
    names: projects = createProjectNames(),
  }: Hooks = {},
): RequestStore {
  const opened = (document: string): ChangeRequest => projects.renamed(fromDocument(document));
  const chain = createAuditChain();
  const documentOf = async (id: string): Promise<ChangeRequest | undefined> => {
    const document = await redis.hget(keys.request(id), 'document');
    return document === null ? undefined : opened(document);
  };
  return {
    async load(id) {
      const { directoryVersion, policiesVersion, auditHead } = keys;
      const names = [keys.request(id), directoryVersion, policiesVersion, auditHead];
      const reply = await loadScript(redis, names, []);
      const [document, directory, policies, head] = Array.isArray(reply) ? reply.map(String) : [];
      chain.hear(head);
      await hear(directory || null, policies || null);
      return document ? opened(document) : undefined;
    },

    ...createRequestPages(redis, projects, documentOf),

    openOn: (project, taskId) =>
      redis.zrange(keys.requestsOn('open', projects.cloudOf(project), taskId), '0', '-1'),

    async commit(next, effects, following) {
      const writer = randomUUID();
      const { next: last } = following ?? { next };
      const filings = filingsOf(last);
      const scores = filings.map(({ score }) => score ?? '-').join('\n');
      const names = [
        ...commitKeys(next),
        ...filings.map(({ index }) => index),
        ...pairsOf(next, effects.openRequestLimit),
      ];
      const values = [
        ...commitValues({ next, effects }, following, { scores, chain }),
        writer,
        SCHEMA,
        span() ?? '',
        ...limitValues(effects.openRequestLimit),
      ];
      const reply = await commitScript(writes, names, values);
      return parseReply(reply, writer, { opened, chain });
    },
  };
}

export async function traceOf(redis: Connection, id: string): Promise<string | undefined> {
  return (await redis.hget(keys.request(id), 'trace')) ?? undefined;
}

function commitKeys(next: ChangeRequest): string[] {
  return [
    keys.request(next.id),
    keys.outbox,
    keys.timers,
    keys.audit,
    keys.auditHead,
    keys.taskLock(filedUnder(next), next.base.task_id),
    keys.schema,
  ];
}

/** Pairs of indexes, open requests for the task and of the person; an id in both is another request of theirs. */
function pairsOf(request: ChangeRequest, openRequestLimit: OpenRequestLimit | undefined): string[] {
  const cloud = filedUnder(request);
  const onTask = keys.requestsOn('open', cloud, request.base.task_id);
  return (openRequestLimit?.accounts ?? []).flatMap(({ userId }) => [
    onTask,
    keys.requestsBy('open', cloud, userId),
  ]);
}

function limitValues({ mostOpen, joins }: Partial<OpenRequestLimit> = {}): (string | number)[] {
  return [mostOpen ?? '', joins?.chain.join('\n') ?? '', joins?.open.join('\n') ?? ''];
}

function commitValues(
  step: Step,
  following: Step | undefined,
  { scores, chain }: { readonly scores: string; readonly chain: AuditChain },
): (string | number)[] {
  const steps = following ? [step, following] : [step];
  const lines = steps.map(({ next, effects }) => transitionLine(next, effects.noted));
  const { next } = following ?? step;
  const effects = following ? mergeEffects(step.effects, following.effects) : step.effects;
  return [
    step.next.version - 1,
    next.version,
    toDocument(next),
    next.id,
    effects.lock ?? '',
    scores,
    lines.join('\n'),
    chain.links(lines).join('\n'),
    effects.outbox.map(toLine).join('\n'),
    effects.timers.map(({ entry, dueMs }) => `${dueMs} ${toLine(entry)}`).join('\n'),
    effects.dropTimers.map(toLine).join('\n'),
  ];
}

function parseReply(
  reply: unknown,
  writer: string,
  {
    opened,
    chain,
  }: { readonly opened: (document: string) => ChangeRequest; readonly chain: AuditChain },
): Commit {
  const [kind, detail, writtenBy] = Array.isArray(reply) ? reply.map(String) : [];
  if (kind === 'written') {
    chain.hear(detail);
    return { kind };
  }
  if (kind === 'locked' || kind === 'taken' || kind === 'crowded')
    return { kind, by: detail ?? '' };
  if (kind === 'many') return { kind, open: Number(detail) };
  if (kind === 'newer') throw new NewerStoreError(`the store has layout ${detail ?? ''} by now`);
  if (kind !== 'stale') throw new Error(`commit.lua answered ${JSON.stringify(reply)}`);
  // A command that was sent again after a lost connection finds its own work, which is success. The
  // document alone would not tell, since two replicas that claim in the same millisecond write the
  // same one.
  if (writtenBy === writer) return { kind: 'written' };
  return { kind, current: detail ? opened(detail) : undefined };
}
