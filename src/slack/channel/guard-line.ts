import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { isStreamGone } from '#src/approval/record/stream-proof.ts';
import { sha256 } from '#src/basics/sha256.ts';
import type { MessageRef } from '#src/ports/shown.ts';
import { context, section } from '#src/slack/kit/blocks.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import { moment, saidFacts } from '#src/slack/kit/text.ts';
import { type Words, wordsFor } from '#src/slack/words/index.ts';
import { type GuardLine, type GuardLook, guardedCount } from '#src/watch/guard.ts';
import { type PostDeps, type Showing, upsertMessage } from './post-once.ts';

export interface GuardDeps extends PostDeps {
  /** What was reported of the task of a request after its change. */
  readonly guardLine: (requestId: string) => Promise<GuardLine | undefined>;
}

/** Alarms and exits that came after the change, in one line of its thread, which is edited and calls nobody. */
export async function tellGuard(
  deps: GuardDeps,
  showing: Showing,
  card: MessageRef,
): Promise<void> {
  const { request, project, shown } = showing;
  if (request.state !== 'applied') return;
  const line = await deps.guardLine(request.id);
  if (!line) return;
  const message = renderGuard(request, line, wordsFor(project.language));
  const said = sha256(JSON.stringify(message)).slice(0, 16);
  if (shown.guard?.said === said) return;
  const part = { channel: card.channel, part: 'guard', message, threadTs: card.ts };
  const told = await upsertMessage(deps, showing, shown.guard?.message, part);
  await deps.shown.save(request.id, { guard: { message: told, said } });
}

function renderGuard(request: ChangeRequest, line: GuardLine, words: Words): Message {
  const { guard, watch } = words;
  const counts = Object.entries(line.counts)
    .filter(([, count]) => count > 0)
    .map(([event, count]) => guard.count(event, count));
  const reported = guard.reported(request.id, counts, moment(line.lastAtMs));
  const seen = line.looked && seenSentence(request, line.looked, words);
  const facts = saidFacts(line.said);
  const says = guardedCount(line) > 1 ? watch.newestSays(facts) : watch.says(facts);
  return messageOf([
    section([reported, ...(seen === undefined ? [] : [seen])].join('\n')),
    context(...(facts === '' ? [] : [says]), watch.hint),
  ]);
}

function seenSentence(
  request: ChangeRequest,
  { seen, atMs, isDoubtful }: GuardLook,
  { guard }: Words,
): string | undefined {
  const when = moment(atMs);
  if (seen === 'unknown') return undefined;
  if (seen === 'present') return guard.present(when);
  if (isStreamGone(request)) return guard.gone(when);
  return isDoubtful ? guard.doubtful(when) : guard.absent(when);
}
