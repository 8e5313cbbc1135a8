import { setTimeout as sleep } from 'node:timers/promises';
import { CHANNELS, PEOPLE, PROJECT } from './cast.ts';
import { toWireTime, type WireTask } from './live/wire-task.ts';
import { readable } from './slack/readable.ts';
import type { Message } from './slack/types.ts';
import { messageText, modalText } from './story-text.ts';
import { MEDIA_HOST, type World } from './world.ts';

/** The main job, done by people who use nothing but Slack. Each step is printed as it is seen. */

type Print = (line: string) => void;

const STEP_TIMEOUT_MS = 30_000;
const HOUR_MS = 3_600_000;

/** Throws with the name of the step that was not as it should be. */
export const playStory = async (world: World, print: Print): Promise<void> => {
  const { tell, step } = createTeller(print);
  const [task] = world.live.tasks();
  if (!task) throw new Error('the sandbox has no relay task');
  const name = `${task.app_name}/${task.stream_name}`;
  const film = (path: string): string => `http://${MEDIA_HOST}:${world.media?.port}/${path}`;

  tell('A change with a file that is missing, which is corrected, approved and applied');
  const wanted = {
    missing: ['evening.mp4', 'missing.mp4', 'hls/vod.m3u8'].map(film),
    urls: ['evening.mp4', 'morning.mp4', 'hls/vod.m3u8'].map(film),
    endMs: Math.floor((Date.now() + 48 * HOUR_MS) / 60_000) * 60_000,
  };
  await step('the operator asks', () =>
    ask(world, tell, name, wanted, 'The evening bulletin is ready'),
  );
  const card = await step('the card appears', () => cardWith(world, 'Waiting for approval'));
  tell('card in #live-approvals', messageText(card));
  await step('the operator cannot approve', () => refusedReview(world, tell, card));
  const reviewed = await step('the lead reviews and approves', () =>
    decide(world, tell, card, 'approve', 'Looks right'),
  );
  await step('the review had the running order and the length of a round', () => {
    must(reviewed.includes('Running order'), 'there was no running order');
    must(reviewed.includes('One round is about 0:29'), 'there was no length of a round');
    return Promise.resolve();
  });
  const applied = await step('the card says applied', () => cardWith(world, 'Applied'));
  const [put] = await step('exactly one PUT arrived', () => puts(world, 1));
  tell(`PUT ${put?.path}`, put?.rawBody ?? '');
  tell(`answer ${String(put?.answer?.status)}`, JSON.stringify(put?.answer?.body));
  tell('the same card again', messageText(applied));
  await step('the ops channel is told', () => opsMessage(world, tell, 'Applied'));
  await step('the task holds what was asked for', () => holds(world, tell, task, wanted));

  tell('A change that the API refuses');
  const refusal = {
    error_code: 'LIVE.100011001',
    error_msg: 'Invalid parameter: source_urls',
    request_id: 'c0ffee00c0ffee00c0ffee00c0ffee00',
  };
  world.live.fail({ on: 'PUT', with: { status: 400, body: refusal } });
  const before = JSON.stringify(world.live.task(task.task_id));
  await step('the operator asks again', () =>
    ask(world, tell, name, { urls: wanted.urls.slice(0, 2), endMs: wanted.endMs }, 'Too much news'),
  );
  const second = await step('a second card appears', () => cardWith(world, 'Waiting for approval'));
  await step('the second lead approves', () =>
    decide(world, tell, second, 'approve', '', PEOPLE.secondLead.id),
  );
  const failed = await step('the card says failed, in the words of the API', () =>
    cardWith(world, 'Failed', Object.values(refusal)),
  );
  tell('card in #live-approvals', messageText(failed));
  await step('the ops channel is told of the failure', () =>
    opsMessage(world, tell, 'Failed', Object.values(refusal)),
  );
  await step('the task is as it was', () => {
    must(JSON.stringify(world.live.task(task.task_id)) === before, 'the task has changed');
    return Promise.resolve();
  });
  await step('exactly two PUTs arrived in all', () => puts(world, 2));
  await step('nobody broke a rule of Slack', () => {
    must(world.slack.faults().length === 0, world.slack.faults().join('; '));
    return Promise.resolve();
  });
};

interface Wanted {
  /** What is typed first: its second file is missing. */
  readonly missing?: readonly string[];
  readonly urls: readonly string[];
  readonly endMs: number;
}

const createTeller = (print: Print) => {
  let number = 0;
  const tell = (line: string, more = ''): void => {
    print(more === '' ? `\n${line}` : `     ${line}`);
    for (const part of more === '' ? [] : more.split('\n')) print(`       │ ${part}`);
  };
  const step = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    number += 1;
    try {
      const result = await Promise.race([act(), timeUp(name)]);
      print(`  ✓ ${String(number).padStart(2)}  ${name}`);
      return result;
    } catch (error) {
      print(`  ✗ ${String(number).padStart(2)}  ${name}`);
      throw new Error(`step "${name}": ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  };
  return { tell, step };
};

type Tell = ReturnType<typeof createTeller>['tell'];

const timeUp = async (name: string): Promise<never> => {
  await sleep(STEP_TIMEOUT_MS, undefined, { ref: false });
  throw new Error(`"${name}" took longer than ${STEP_TIMEOUT_MS / 1000} seconds`);
};

const ask = async (
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
  tell('what opens at once, and becomes', modalText(await operator.untilModal(() => true)));
  const form = await operator.untilModal('modify_form');
  tell('the form, filled with what the task holds now', modalText(form));
  if (wanted.missing) {
    await operator.types('source_urls', wanted.missing.join('\n'));
    await operator.presses('modal', 'what_would_it_do');
    const warned = await operator.untilModal((view) => modalText(view).includes('404'));
    tell('Olga types a list, asks what it would do, and is warned', modalText(warned));
    must(modalText(warned).includes('Could go OFF AIR'), 'the missing file was no warning');
  }
  await operator.types('source_urls', wanted.urls.join('\n'));
  await operator.types('end_time', Math.floor(wanted.endMs / 1000));
  await operator.types('reason', reason);
  await operator.types('vod_start_video_time', '-7');
  const wrong = await operator.submits();
  must(
    'errors' in wrong && 'vod_start_video_time' in wrong.errors,
    'a position before the file was taken',
  );
  tell(
    'submitted with start position -7: the form stays open',
    JSON.stringify('errors' in wrong ? wrong.errors : {}),
  );
  await operator.types('vod_start_video_time', '0');
  const result = await operator.submits();
  must(!('errors' in result), JSON.stringify(result));
  tell('submitted', 'updated' in result ? modalText(result.updated) : 'closed');
  await operator.closes();
};

const cardWith = (world: World, state: string, words: readonly string[] = []): Promise<Message> =>
  world.slack.until(
    () => {
      const card = world.slack.channel(CHANNELS.leads.id).messages().at(-1);
      const text = card ? readable(card) : '';
      return card && [state, ...words].every((word) => text.includes(word)) ? card : undefined;
    },
    `a card that says "${[state, ...words].join('", "')}"`,
  );

const refusedReview = async (world: World, tell: Tell, card: Message): Promise<void> => {
  const operator = world.slack.person(PEOPLE.operator.id);
  await operator.presses(card, 'review');
  const view = await operator.untilModal('review');
  must(view.submit === undefined, 'the requester was offered to decide');
  tell('Olga presses Review… and reads at its end', modalText(view).split('\n').at(-1) ?? '');
  await operator.closes();
};

const decide = async (
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
  tell('the review, read against the live task', modalText(view));
  await lead.types('decision', decision);
  if (note !== '') await lead.types('note', note);
  const result = await lead.submits();
  must('updated' in result, JSON.stringify(result));
  tell('decided', 'updated' in result ? modalText(result.updated) : '');
  await lead.closes();
  return modalText(view);
};

const puts = async (world: World, count: number) => {
  const arrived = world.live.puts();
  must(arrived.length === count, `${arrived.length} PUTs arrived`);
  return Promise.resolve(arrived);
};

const opsMessage = async (
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

const holds = async (world: World, tell: Tell, before: WireTask, wanted: Wanted): Promise<void> => {
  const now = world.live.task(before.task_id);
  tell('the task as the Live API holds it now', JSON.stringify(now));
  must(JSON.stringify(now.source_urls) === JSON.stringify(wanted.urls), 'source_urls differ');
  must(now.end_time === toWireTime(wanted.endMs), `end_time is ${String(now.end_time)}`);
  must(now.vod_loop_time === before.vod_loop_time, 'vod_loop_time moved');
  return Promise.resolve();
};

function must<T>(value: T | undefined | false, otherwise: string): T {
  if (value === undefined || value === false) throw new Error(otherwise);
  return value;
}
