import type { ForeseenRun } from '#src/approval/links/foreseen-runs.ts';
import type { ScheduledRun } from '#src/approval/states/scheduled-runs.ts';
import { fileNames } from '#src/relay/file-name.ts';
import type { Seen } from '#src/relay/forecast/between.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { changeWords, requestLines } from '#src/slack/card/request-summary.ts';
import { stateWords } from '#src/slack/kit/sentences.ts';
import { escapedWithin, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Characters of the name of a file or a task. */
const NAME_MAX = 80;

/** A run in a list: when, which request, and what viewers see before and after it. mrkdwn. */
export function runLines(
  foreseen: ForeseenRun,
  link: string | undefined,
  words: Words,
): readonly string[] {
  const { run, before } = foreseen;
  const { schedule } = words;
  return [
    ...(before ? [schedule.before(seenSentence(before, words))] : []),
    [whenOf(run, words), aboutOf(run, link, words)].join(' · '),
    afterSentence(foreseen, words),
  ];
}

/** The same in two lines, for the Home. */
export function shortRunLines(
  foreseen: ForeseenRun,
  link: string | undefined,
  words: Words,
): readonly string[] {
  const { run } = foreseen;
  return [
    [whenOf(run, words), nameOf(run, link, words)].join(' · '),
    afterSentence(foreseen, words),
  ];
}

/** What viewers see, a part for each time on air and off air. */
export function seenSentence({ spans, files, isSure }: Seen, words: Words): string {
  const { schedule } = words;
  const playing = playingWords(files, words);
  const parts = spans.map((span, at) => {
    const { because } = span;
    const said = because === 'playing' ? schedule.onAir + playing : schedule.offAir[because];
    return at === 0 ? said : schedule.from(moment(span.fromMs), said);
  });
  return `${parts.join('; ')}${isSure ? '' : schedule.unsure}`;
}

function playingWords(files: readonly string[], { schedule }: Words): string {
  const [first, ...more] = files;
  if (first === undefined) return '';
  return schedule.playing(escapedWithin(fileNames(files)(first), NAME_MAX), more.length);
}

function whenOf({ atMs, isWayBack }: ScheduledRun, { schedule }: Words): string {
  return isWayBack ? schedule.back(moment(atMs)) : `*${moment(atMs)}*`;
}

function aboutOf(run: ScheduledRun, link: string | undefined, words: Words): string {
  return run.isWayBack ? nameOf(run, link, words) : requestLines(run.request, link, words);
}

/** Id, state and task of the request. */
function nameOf({ request }: ScheduledRun, link: string | undefined, words: Words): string {
  const { id, base, batch, project } = request;
  const what = batch
    ? words.batches.tasks(batch.parts.length)
    : escapedWithin(taskName(base), NAME_MAX);
  return [
    link === undefined ? `*${id}*` : `*<${link}|${id}>*`,
    stateWords(request, words),
    words.schedule.task(what, escapedWithin(project, NAME_MAX)),
  ].join(' · ');
}

function afterSentence({ run, after, nextMs }: ForeseenRun, words: Words): string {
  const { schedule } = words;
  const { state, batch } = run.request;
  if (state === 'held') return schedule.heldHint;
  // Each of its tasks is another one.
  if (batch) return changeWords(run.request, words);
  const seen = seenSentence(after, words);
  const isPending = state === 'pending';
  if (nextMs === undefined) return (isPending ? schedule.ifApproved : schedule.after)(seen);
  return (isPending ? schedule.ifApprovedUntil : schedule.afterUntil)(moment(nextMs), seen);
}
