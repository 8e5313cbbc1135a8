import { isDeepStrictEqual } from 'node:util';
import { verifyAudit } from '#src/approval/audit/audit.ts';
import { type ChangeRequest, isClosed } from '#src/approval/record/change-request.ts';
import { fromDocument } from '#src/redis/stores/request-document.ts';
import { createAuditTrail } from '#src/redis/stores/audit-trail.ts';
import { canonicalJson } from '#src/relay/payload.ts';
import { renderBatchCard } from '#src/slack/card/batch-card.ts';
import { renderCard } from '#src/slack/card/card.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { storedBlocks } from '#sandbox/slack/stored.ts';
import type { Message } from '#sandbox/slack/types.ts';
import { messagesAbout, partOf } from './cards.ts';
import { looksOf } from './looks.ts';
import type { Stage } from './stage.ts';

/** The auditor's findings; every list should be empty. */
export interface Findings {
  readonly requests: number;
  readonly puts: number;
  /** Applied changes whose next look at their stream was checked. */
  readonly looks: number;
  readonly doubled: readonly string[];
  readonly lost: readonly string[];
  readonly silent: readonly string[];
  readonly untrue: readonly string[];
}

/** `waiting`: requests that may still be unconfirmed. */
export const audit = async (stage: Stage, waiting: readonly string[]): Promise<Findings> => {
  const requests = await documents(stage);
  const { ledger, slack } = stage;
  // A batch makes no call: its parts do.
  const calling = requests.filter(({ batch }) => batch === undefined);
  const looks = await looksOf(stage, calling);
  return {
    requests: requests.length,
    puts: takenPuts(stage).length,
    looks: looks.looks,
    doubled: [...doubledOf(stage, calling), ...looks.doubled, ...ledger.forged],
    lost: [
      ...lostOf(stage, requests, waiting),
      ...looks.lost,
      ...(await backlogOf(stage, waiting)),
      ...ledger.crashes,
    ],
    silent: ledger.silent,
    untrue: [
      ...untrueOf(stage, requests),
      ...(await chainOf(stage)),
      ...slack.faults().map((fault) => `a rule of Slack was broken: ${fault}`),
    ],
  };
};

/** Calls that reached the service; refused ones (401, 429) may be repeated. */
export const takenPuts = ({ live }: Stage) =>
  live.puts().filter(({ answer }) => answer?.status !== 401 && answer?.status !== 429);

/** Every request that there is, from Redis. */
export const documents = async ({ reader }: Pick<Stage, 'reader'>): Promise<ChangeRequest[]> => {
  const open = await reader.zrange('{relaydesk}:open', '0', '-1');
  const closed = await reader.zrange('{relaydesk}:closed', '0', '-1');
  const found = await Promise.all(
    [...open, ...closed].map((id) => reader.hget(`{relaydesk}:request:${id}`, 'document')),
  );
  return found.flatMap((text) => (text === null ? [] : [fromDocument(text)]));
};

/** Those that are not over, without parts whose batch was never written: these are closed ten minutes later. */
export const openOf = (requests: readonly ChangeRequest[]): readonly ChangeRequest[] => {
  const ids = new Set(requests.map(({ id }) => id));
  return requests.filter(
    ({ state, partOf: whole }) => !isClosed(state) && (whole === undefined || ids.has(whole)),
  );
};

/** Unapproved calls, more calls than approvals, and decisions by unauthorised people. */
const doubledOf = (stage: Stage, requests: readonly ChangeRequest[]): string[] => {
  const calls = Map.groupBy(takenPuts(stage), ({ body }) => canonicalJson(body));
  const asked = Map.groupBy(requests, ({ payload }) => canonicalJson(payload));
  const unasked = [...calls.keys()].filter((payload) => !asked.has(payload));
  const tooMany = [...asked].flatMap(([payload, group]) => {
    const made = calls.get(payload)?.length ?? 0;
    const approved = group.flatMap(({ history }) =>
      history.filter((line) => line.state === 'approved' && line.event !== 'remind'),
    ).length;
    const ids = group.map(({ id }) => id).join(', ');
    return made > approved ? [`${ids}: ${made} calls for ${approved} approvals`] : [];
  });
  const unlawful = requests.flatMap(({ id, decisions, requester }) =>
    decisions
      .filter(
        ({ person }) => !stage.leads.includes(person.userId) || person.userId === requester.userId,
      )
      .map(({ person }) => `${id}: ${person.userId} decided`),
  );
  return [
    ...unasked.map((payload) => `a call that nobody asked for: ${payload}`),
    ...tooMany,
    ...unlawful,
  ];
};

const lostOf = (
  stage: Stage,
  requests: readonly ChangeRequest[],
  waiting: readonly string[],
): string[] => {
  const byId = new Map(requests.map((request) => [request.id, request]));
  const applied = new Set(
    stage.live.puts().flatMap(({ body, isApplied }) => (isApplied ? [canonicalJson(body)] : [])),
  );
  const open = openOf(requests)
    .filter(({ id }) => !waiting.includes(id))
    .map(({ id, state }) => `${id} is ${state}`);
  const gone = [...stage.ledger.submitted, ...stage.ledger.approved].filter((id) => !byId.has(id));
  const notCounted = [...stage.ledger.approved].filter(
    (id) => !byId.get(id)?.history.some(({ event }) => event === 'approve'),
  );
  const notApplied = requests.filter(
    ({ state, batch, payload }) =>
      state === 'applied' && !batch && !applied.has(canonicalJson(payload)),
  );
  return [
    ...open,
    ...gone.map((id) => `${id} is not in the store`),
    ...notCounted.map((id) => `${id}: an approval that was confirmed is not there`),
    ...notApplied.map(({ id }) => `${id} is applied, and nothing was called`),
  ];
};

/** Unfinished and abandoned work. */
export const backlogOf = async (
  { reader }: Stage,
  waiting: readonly string[],
): Promise<string[]> => {
  // At one moment: an entry that is put off goes from the outbox to the timers.
  const read = await reader
    .multi()
    .zrange('{relaydesk}:timers', '0', '-1')
    .xrange('{relaydesk}:outbox', '-', '+')
    .xlen('{relaydesk}:outbox:aside')
    .exec();
  const [timers, outbox, aside] = (read ?? []).map(([, reply]) => reply) as [
    readonly string[],
    readonly [id: string, fields: readonly string[]][],
    number,
  ];
  const retries = timers
    .filter((entry) => /^(show|execute|settle) /.test(entry))
    .filter((entry) => !waiting.some((id) => entry === `settle ${id}`));
  // Looks come due for minutes after everything else is done.
  const entries = outbox.filter(([, [, line = '']]) => !line.startsWith('look '));
  return [
    ...retries.map((entry) => `still to be done: ${entry}`),
    ...entries.map(([, [, line = '']]) => `still in the outbox: ${line}`),
    ...(aside > 0 ? [`${aside} entries dead-lettered`] : []),
  ];
};

/** One up-to-date card for each request, and no message twice. */
const untrueOf = (stage: Stage, requests: readonly ChangeRequest[]): string[] => {
  const parts = messagesAbout(stage).flatMap((message) => {
    const about = partOf(message);
    return about ? [{ ...about, message }] : [];
  });
  const copies = Map.groupBy(parts, ({ request, part }) => `${request} ${part}`);
  const twice = [...copies].flatMap(([name, group]) =>
    group.length > 1 ? [`${name} is there ${group.length} times`] : [],
  );
  const shown = requests.filter(({ partOf: whole }) => whole === undefined);
  const cards = shown.flatMap((request) => {
    const card = copies.get(`${request.id} card`)?.at(-1)?.message;
    if (!card) return [`${request.id} has no card`];
    return showsTruth(card, request, partsOf(request, requests))
      ? []
      : [`${request.id} is ${request.state} (v${request.version}), its card says: ${card.text}`];
  });
  return [...twice, ...cards];
};

/** The parts of a batch, in its order. */
const partsOf = (
  { batch }: ChangeRequest,
  requests: readonly ChangeRequest[],
): readonly ChangeRequest[] =>
  (batch?.parts ?? []).flatMap(({ id }) => requests.find((each) => each.id === id) ?? []);

const showsTruth = (
  card: Message,
  request: ChangeRequest,
  parts: readonly ChangeRequest[],
): boolean => {
  // A closed card links to itself; only Slack knows where it is.
  const [, link] =
    new RegExp(`<(https://[^|>]+)\\|${request.id}>`).exec(JSON.stringify(card.blocks)) ?? [];
  const around = { ping: [], competing: [], link };
  const words = wordsFor('en');
  const expected = request.batch
    ? renderBatchCard(request, parts, around, words)
    : renderCard(request, around, words);
  const blocks = storedBlocks(
    JSON.parse(JSON.stringify(expected.blocks)) as Parameters<typeof storedBlocks>[0],
    () => '',
  );
  return card.text === expected.text && isDeepStrictEqual(named(card.blocks), named(blocks));
};

/** Without the block ids that Slack adds. */
const named = (blocks: Message['blocks']) => blocks.map((block) => ({ ...block, block_id: '' }));

export const chainOf = async ({ reader }: Stage): Promise<string[]> => {
  const verified = await verifyAudit(createAuditTrail(reader));
  return verified.ok ? [] : [`audit line ${verified.number}: ${verified.why}`];
};
