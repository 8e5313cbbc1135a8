import { awaitsReview } from '#src/approval/record/break-glass.ts';
import { type ChangeRequest, approvals, isClosed } from '#src/approval/record/change-request.ts';
import { standsSinceMs } from '#src/approval/record/request-times.ts';
import { changedFields } from '#src/relay/change.ts';
import { momentOf, urlsOf } from '#src/relay/field.ts';
import { playlistDiff } from '#src/relay/playlist-diff.ts';
import { type ModifiableField, taskName } from '#src/relay/relay-task.ts';
import { gravestWords } from '#src/slack/kit/effect-sentences.ts';
import { spokenValue } from '#src/slack/kit/field-value.ts';
import { stateWords } from '#src/slack/kit/sentences.ts';
import { cut, escapedWithin, inCode, mention, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { playlistCounts } from './diff-blocks.ts';

/** How many fields a line names; the card has them all. */
const FIELDS_MAX = 4;

/** Characters of a name and of a value, so that a page of lines fits in a message. */
const NAME_MAX = 100;
const VALUE_MAX = 60;

/**
 * A request in two short lines of mrkdwn: its id, state and task; then what viewers would lose, what changes, who
 * asked and approved, and when. `link` leads to its card.
 */
export function requestLines(
  request: ChangeRequest,
  link: string | undefined,
  words: Words,
): string {
  const { id, state, base, project, requester, createdAtMs, batch } = request;
  const { requestList } = words;
  const name = link === undefined ? `*${id}*` : `*<${link}|${id}>*`;
  const what = batch ? words.batches.tasks(batch.parts.length) : short(taskName(base));
  const task = requestList.task(what, short(project));
  const approvers = approvals(request).map(({ person }) => mention(person.userId));
  const gravest = isClosed(state) ? undefined : gravestWords(request.effects, words);
  const atMs = isClosed(state) ? standsSinceMs(request) : createdAtMs;
  return [
    [name, stateWords(request, words), task, ...breakGlassWords(request, words)].join(' · '),
    [
      ...(gravest === undefined ? [] : [gravest]),
      changeWords(request, words),
      requestList.askedBy(mention(requester.userId)),
      ...(approvers.length > 0 ? [requestList.approvedBy(approvers)] : []),
      moment(atMs),
    ].join(' · '),
  ].join('\n');
}

function short(name: string): string {
  return escapedWithin(name, NAME_MAX);
}

function breakGlassWords(request: ChangeRequest, { requestList }: Words): string[] {
  if (!request.breakGlass) return [];
  const isDue = isClosed(request.state) && awaitsReview(request);
  return [isDue ? requestList.reviewDue : requestList.breakGlass];
}

/** What changes, in a few words: short values in full, long lists as counts. */
export function changeWords(request: ChangeRequest, words: Words): string {
  const { batch, reverts } = request;
  if (!batch) return fieldsWords(request, words);
  const { batches } = words;
  if (batch.preset !== undefined) return batches.preset(short(batch.preset));
  return reverts === undefined ? batches.typed : batches.reverts(reverts);
}

type Changing = Pick<ChangeRequest, 'base' | 'change'>;

/** What changes on one task, as above. */
export function fieldsWords(request: Changing, words: Words): string {
  const fields = changedFields(request.change);
  const named = fields.slice(0, FIELDS_MAX).map((field) => fieldWords(field, request, words));
  const more = fields.length - named.length;
  return [...named, ...(more > 0 ? [words.requestList.moreFields(more)] : [])].join(', ');
}

function fieldWords(field: ModifiableField, { base, change }: Changing, words: Words): string {
  const { diff, fieldNames } = words;
  const becomes = (value: string): string => `${fieldNames[field]} → ${value}`;
  switch (field) {
    case 'source_urls': {
      const lines = playlistDiff(urlsOf(base), change.source_urls ?? []);
      const counts = playlistCounts(lines, ['added', 'removed', 'moved'], diff);
      return `${fieldNames[field]}: ${counts}`;
    }
    case 'start_time':
    case 'end_time': {
      const atMs = momentOf(change, field);
      return becomes(typeof atMs === 'number' ? moment(atMs) : '?');
    }
    case 'callback_events':
      return becomes(inCode(cut((change[field] ?? []).join(', '), VALUE_MAX)));
    default:
      return becomes(
        spokenValue(field, change[field], words) ?? inCode(cut(String(change[field]), VALUE_MAX)),
      );
  }
}

/** The requester and everybody who decided. */
export function peopleOf({ requester, decisions }: ChangeRequest): string {
  const people = [requester, ...decisions.map(({ person }) => person)];
  return [...new Set(people.map(({ userId }) => mention(userId)))].join(' ');
}
