import { CHANNELS, PEOPLE, PROJECT } from './cast.ts';
import type { Clock } from './clock.ts';
import { toWireTime, type WireTask } from './live/wire-task.ts';
import { readable } from './slack/readable.ts';
import type { Message } from './slack/types.ts';
import { linesBetween, messageText, modalText } from './story-text.ts';
import type { World } from './world.ts';
import { untilQuiet } from './until-quiet.ts';

/** The steps of the story and what each should show. */

/** Prints a line, and what was seen below it. */
export type Tell = (line: string, more?: string) => void;

export interface Wanted {
  /** What is typed first: its second file is missing. */
  readonly missing?: readonly string[];
  readonly urls: readonly string[];
  readonly endMs: number;
}

export const ask = async (
  world: World,
  tell: Tell,
  task: string,
  wanted: Wanted,
  reason: string,
): Promise<void> => {
  const operator = world.slack.person(PEOPLE.operator.id);
  const line = `/relay modify ${PROJECT.name} ${task}`;
  tell('Olga types in #live-ops', line);
  await operator.runs(line, { channel: CHANNELS.ops.id });
  const form = await operator.untilModal('modify_form');
  if (wanted.missing) {
    tell('the form, filled with the settings of the task', modalText(form));
    await operator.types('source_urls', wanted.missing.join('\n'));
    await operator.presses('modal', 'what_would_it_do');
    const warned = await operator.untilModal((view) => modalText(view).includes('answers 404'));
    const effects = linesBetween(modalText(warned), 'What this does', 'Status:');
    tell('Olga types a list, presses Preview effect, and is warned', effects);
    must(modalText(warned).includes('Could go OFF AIR'), 'the missing file was no warning');
  }
  await operator.types('source_urls', wanted.urls.join('\n'));
  await operator.types('end_time', Math.floor(wanted.endMs / 1000));
  await operator.types('reason', reason);
  await operator.types('vod_start_video_time', '-7');
  const wrong = await operator.submits();
  const error = 'errors' in wrong ? wrong.errors['vod_start_video_time'] : undefined;
  must(error, 'a position before the file was taken');
  if (wanted.missing) {
    tell('submitted with start position -7: the form stays open, and says under that field', error);
  }
  await operator.types('vod_start_video_time', '0');
  const result = await operator.submits();
  must(!('errors' in result), JSON.stringify(result));
  tell('submitted', 'updated' in result ? modalText(result.updated) : 'closed');
  await operator.closes();
};

export const cardWith = (
  world: World,
  state: string,
  words: readonly string[] = [],
): Promise<Message> =>
  world.slack.until(
    () => {
      const card = world.slack.channel(CHANNELS.leads.id).messages().at(-1);
      const text = card ? readable(card) : '';
      return card && [state, ...words].every((word) => text.includes(word)) ? card : undefined;
    },
    `a card that says "${[state, ...words].join('", "')}"`,
  );

export const refusedReview = async (world: World, tell: Tell, card: Message): Promise<void> => {
  const operator = world.slack.person(PEOPLE.operator.id);
  await operator.presses(card, 'review');
  const view = await operator.untilModal('review');
  must(view.submit === undefined, 'the requester was offered to decide');
  tell('Olga presses Review… and reads at its end', modalText(view).split('\n').at(-1) ?? '');
  await operator.closes();
};

export const decide = async (
  world: World,
  tell: Tell,
  card: Message,
  decision: 'approve' | 'reject',
  note: string,
  leadId: string = PEOPLE.lead.id,
): Promise<string> => {
  const lead = world.slack.person(leadId);
  await lead.presses(card, 'review');
  const view = await lead.untilModal('review');
  const text = modalText(view);
  // The first is shown whole.
  const isFirst = world.live.puts().length === 0;
  tell(
    'the review, read against the live task',
    isFirst ? text : linesBetween(text, 'Review', 'fields do not change'),
  );
  await lead.types('decision', decision);
  if (note !== '') await lead.types('note', note);
  const result = await lead.submits();
  must('updated' in result, JSON.stringify(result));
  tell('decided', 'updated' in result ? modalText(result.updated) : '');
  await lead.closes();
  return text;
};

export const puts = async (world: World, count: number) => {
  const arrived = world.live.puts();
  must(arrived.length === count, `${arrived.length} PUTs arrived`);
  return Promise.resolve(arrived);
};

export const opsMessage = async (
  world: World,
  tell: Tell,
  state: string,
  words: readonly string[] = [],
): Promise<void> => {
  const message = await world.slack.until(() => {
    const last = world.slack.channel(CHANNELS.ops.id).messages().at(-1);
    const text = last ? readable(last) : '';
    return last && [state, ...words].every((word) => text.includes(word)) ? last : undefined;
  }, `a message in #live-ops that says "${state}"`);
  tell('in #live-ops', messageText(message));
};

export const holds = async (
  world: World,
  tell: Tell,
  before: WireTask,
  wanted: Wanted,
): Promise<void> => {
  const now = world.live.task(before.task_id);
  tell('the task in the Live API now', JSON.stringify(now));
  must(JSON.stringify(now.source_urls) === JSON.stringify(wanted.urls), 'source_urls differ');
  must(now.end_time === toWireTime(wanted.endMs), `end_time is ${String(now.end_time)}`);
  must(now.vod_loop_time === before.vod_loop_time, 'vod_loop_time moved');
  return Promise.resolve();
};

/** Lets time pass from check to check until the last card says so. */
export const lookUntil = async (
  world: World,
  clock: Clock,
  { stream_name: stream }: WireTask,
  words: string,
): Promise<void> => {
  const looks = () =>
    world.live.calls().filter(({ on, query }) => on === 'STREAMS' && query['stream'] === stream);
  for (const seconds of [16, 15, 31]) {
    const count = looks().length;
    await clock.moveOn(seconds * 1000);
    await world.slack.until(() => looks().length > count, 'a look at the stream');
    // A clock that moves on before the time of the next look is set would skip it.
    await untilQuiet(world.redis.url);
  }
  await cardWith(world, words);
};

export const revert = async (world: World, tell: Tell, card: Message): Promise<Message> => {
  const operator = world.slack.person(PEOPLE.operator.id);
  await operator.presses(card, 'revert');
  const form = await operator.untilModal('modify_form');
  tell(
    'Olga presses Revert… and gets the form',
    linesBetween(modalText(form), 'Change', 'Status:'),
  );
  await operator.types('reason', 'The stream did not come back');
  const result = await operator.submits();
  must('updated' in result, JSON.stringify(result));
  await operator.closes();
  return cardWith(world, 'Waiting for approval');
};

/** Presses Extend… beside the task in the ops channel, and submits the form as it opens. */
export const askToExtend = async (world: World, tell: Tell, taskId: string): Promise<Message> => {
  const operator = world.slack.person(PEOPLE.operator.id);
  const notice = must(
    world.slack.channel(CHANNELS.ops.id).messages().at(-1),
    'there is no message in #live-ops',
  );
  await operator.presses(notice, 'extend_task', { blockId: `task ${PROJECT.name} ${taskId}` });
  const form = await operator.untilModal('modify_form');
  const shown = linesBetween(modalText(form), 'Extend', 'Repeat');
  tell('the form, with the latest end that the API may accept', shown);
  await operator.types('reason', 'The channel goes on');
  const result = await operator.submits();
  must('updated' in result, JSON.stringify(result));
  await operator.closes();
  return cardWith(world, 'Waiting for approval');
};

export const lineWith = (text: string, sign: string): string =>
  text.split('\n').find((line) => line.includes(sign)) ?? '';

export function must<T>(value: T | undefined | false, otherwise: string): T {
  if (value === undefined || value === false) throw new Error(otherwise);
  return value;
}
