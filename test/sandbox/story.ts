import { PEOPLE } from './cast.ts';
import type { Clock } from './clock.ts';
import {
  ask,
  askToExtend,
  cardWith,
  decide,
  holds,
  lineWith,
  lookUntil,
  must,
  opsMessage,
  puts,
  refusedReview,
  revert,
} from './story-steps.ts';
import { messageText } from './story-text.ts';
import { fromWireTime } from './live/wire-task.ts';
import { createTeller, type Print } from './teller.ts';
import { MEDIA_HOST, type World } from './world.ts';

/** The main job, done by people who use only Slack. Each step is printed. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Throws with the name of the step that failed. */
export const playStory = async (world: World, clock: Clock, print: Print): Promise<void> => {
  const { tell, step } = createTeller(print);
  const [task] = world.live.tasks();
  if (!task) throw new Error('the sandbox has no relay task');
  const name = `${task.app_name}/${task.stream_name}`;
  const film = (path: string): string => `http://${MEDIA_HOST}:${world.media?.port}/${path}`;

  tell('A change with a missing file: corrected, approved and applied');
  const wanted = {
    missing: ['evening.mp4', 'missing.mp4', 'hls/vod.m3u8'].map(film),
    urls: ['evening.mp4', 'morning.mp4', 'hls/vod.m3u8'].map(film),
    endMs: Math.floor((Date.now() + 48 * HOUR_MS) / 60_000) * 60_000,
  };
  await step('the operator requests a change', () =>
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
  await step('the task has what was requested', () => holds(world, tell, task, wanted));
  await clock.moveOn(16_000);
  const proven = await step('16 seconds later its card says that the stream is present', () =>
    cardWith(world, 'Stream present since'),
  );
  tell('on the card', lineWith(messageText(proven), '📡'));

  tell('A change that the API refuses');
  const refusal = {
    error_code: 'LIVE.100011001',
    error_msg: 'Invalid parameter: source_urls',
    request_id: 'c0ffee00c0ffee00c0ffee00c0ffee00',
  };
  world.live.fail({ on: 'PUT', with: { status: 400, body: refusal } });
  const before = JSON.stringify(world.live.task(task.task_id));
  await step('the operator requests another', () =>
    ask(world, tell, name, { urls: wanted.urls.slice(0, 2), endMs: wanted.endMs }, 'Too much news'),
  );
  const second = await step('a second card appears', () => cardWith(world, 'Waiting for approval'));
  await step('the second lead approves', () =>
    decide(world, tell, second, 'approve', '', PEOPLE.secondLead.id),
  );
  const failed = await step('the card says failed, with the answer of the API', () =>
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

  tell('A change after which the stream does not come back: reverted');
  world.live.before('PUT', () => world.live.streamOf(task.task_id, { upAfterMs: Infinity }));
  await step('the operator requests a third', () =>
    ask(world, tell, name, { urls: wanted.urls.slice(1), endMs: wanted.endMs }, 'No evening today'),
  );
  const third = await step('a third card appears', () => cardWith(world, 'Waiting for approval'));
  await step('the lead approves', () => decide(world, tell, third, 'approve', ''));
  await step('the card says applied again', () => cardWith(world, 'Applied'));
  await step('when two checks have found no stream, people are pinged', () =>
    lookUntil(world, clock, task, 'NO STREAM'),
  );
  tell('card in #live-approvals', messageText(await cardWith(world, 'NO STREAM')));
  await step('the ops channel is told that there is no stream', () =>
    opsMessage(world, tell, 'No stream'),
  );
  const back = await step('the operator requests the earlier settings', async () =>
    revert(world, tell, await cardWith(world, 'NO STREAM')),
  );
  await step('the lead approves the revert', () => decide(world, tell, back, 'approve', ''));
  world.live.streamOf(task.task_id, {});
  await step('the revert is applied', () => cardWith(world, 'Applied'));
  await step('and the stream is present', () =>
    lookUntil(world, clock, task, 'Stream present since'),
  );
  tell('card in #live-approvals', messageText(await cardWith(world, 'Stream present since')));
  await step('four PUTs arrived in all', () => puts(world, 4));

  await extend(world, clock, { tell, step }, task.task_id);
  await step('nobody broke a rule of Slack', () => {
    must(world.slack.faults().length === 0, world.slack.faults().join('; '));
    return Promise.resolve();
  });
};

/** The task ends in less than two days; people are pinged before it does, and it is given a later end. */
const extend = async (
  world: World,
  clock: Clock,
  { tell, step }: ReturnType<typeof createTeller>,
  taskId: string,
): Promise<void> => {
  tell('A channel that should stay on air and is about to end');
  const endOf = () => must(fromWireTime(world.live.task(taskId).end_time), 'the task has no end');
  const endMs = endOf();
  await clock.moveOn(endMs - 59 * MINUTE_MS - clock.now());
  await step('an hour before, people are pinged in the ops channel', () =>
    opsMessage(world, tell, 'about to end'),
  );
  const request = await step('the operator presses Extend…', () =>
    askToExtend(world, tell, taskId),
  );
  await step('the lead approves', () => decide(world, tell, request, 'approve', ''));
  await step('the extension is applied', () => cardWith(world, 'Applied'));
  await step('the task ends later', () => {
    must(endOf() > endMs, 'the end is what it was');
    return Promise.resolve();
  });
  await step('five PUTs arrived in all', () => puts(world, 5));
};
