import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { toWireTime } from '#sandbox/live/wire-task.ts';
import { cardsOf, hasButton, snapshot } from './cards.ts';
import type { Player, Wish } from './player.ts';
import type { Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
const TRIES_MAX = 40;
const AGAIN_MS = 250;
const CARD_MS = 60_000;
const REPORT_MS = 15_000;

let wishes = 0;

/** A task of its own. */
export const newTask = (stage: Stage, app = 'live'): string => {
  const task_id = randomUUID();
  const nowMs = Math.floor(Date.now() / 60_000) * 60_000;
  stage.live.addTask({
    task_id,
    region: 'cn-north-4',
    domain: 'push.live.example.com',
    app_name: app,
    stream_name: `channel-${task_id.slice(0, 8)}`,
    status: 'enable',
    source_type: 'PullVodPushLive',
    source_urls: ['https://media.example.com/one.mp4', 'https://media.example.com/two.mp4'],
    vod_loop_time: '-1',
    vod_refresh_type: 'immediate_new_source',
    vod_start_video_index: 0,
    vod_start_video_time: 0,
    start_time: toWireTime(nowMs - HOUR_MS),
    end_time: toWireTime(nowMs + 24 * HOUR_MS),
    callback_events: ['TaskStart', 'TaskExit'],
  });
  return task_id;
};

/** A unique change, so that its call can be identified. */
export const newWish = (taskId: string): Wish => {
  wishes += 1;
  return {
    taskId,
    fields: { source_urls: `https://media.example.com/wish-${wishes}.mp4` },
    reason: `Wish number ${wishes}`,
  };
};

/** Tries until it is submitted; undefined if it was refused. */
export const asks = async (player: Player, wish: Wish): Promise<string> => {
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    if (await player.opensForm(wish)) {
      for (let click = 0; click < TRIES_MAX; click += 1) {
        const text = await player.submits();
        const request =
          /(R-\d+) is submitted|already have an open request for this task: (R-\d+)/.exec(text);
        const id = request?.[1] ?? request?.[2];
        if (id) {
          await player.leaves();
          return id;
        }
        await sleep(AGAIN_MS);
      }
    }
    await sleep(AGAIN_MS);
  }
  throw new Error(`${player.id} could not ask for anything`);
};

/** Approves until it is approved by anybody. `waiting`: a button that the card has until then. */
export const approves = async (
  stage: Stage,
  player: Player,
  request: string,
  waiting: 'edit' | 'withdraw' = 'edit',
): Promise<void> => {
  const { slack } = stage;
  const card = await slack.until(() => cardsOf(stage, request).at(-1), `the card of ${request}`, {
    timeoutMs: CARD_MS,
  });
  let told = '';
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    const now = slack.workspace.findMessage(card.channel, card.ts) ?? card;
    if (!hasButton(now, waiting)) return;
    told = await player.opens(now, 'review');
    const text = await player.decides('approve');
    if (text.includes(`You approved ${request}`)) {
      await player.leaves();
      return;
    }
    told = `${told} / ${text}`;
    await sleep(AGAIN_MS);
  }
  throw new Error(`${player.id} could not approve ${request}: ${told}`);
};

/**
 * Waits until the card shows the outcome, or that the answer was lost, which takes another minute. The auditor finds
 * missing reports.
 */
const isReported = async (stage: Stage, request: string): Promise<void> => {
  const isToldIn = (text: string): boolean =>
    /Applied|Failed|Not run|Outcome unknown|Expired/.test(text);
  await stage.slack
    .until(() => isToldIn(cardsOf(stage, request).at(-1)?.text ?? ''), `the end of ${request}`, {
      timeoutMs: REPORT_MS,
    })
    .catch(() => undefined);
};

/** From the command to the report, undisturbed. */
export const lives = async (
  stage: Stage,
  requester: Player,
  approver: Player,
  steps: {
    readonly submitting?: () => void;
    readonly approving?: () => void;
    /** Whether a failed one is tried again. */
    readonly isRetried?: boolean;
  } = {},
): Promise<string> => {
  steps.submitting?.();
  const request = await asks(requester, newWish(newTask(stage)));
  steps.approving?.();
  await approves(stage, approver, request);
  await isReported(stage, request);
  const card = cardsOf(stage, request).at(-1);
  if (steps.isRetried && card && hasButton(card, 'retry')) {
    await approver.does(snapshot(card), 'retry');
    await isReported(stage, request);
  }
  return request;
};
