import { PEOPLE } from '#sandbox/cast.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { modalText } from '#sandbox/story-text.ts';
import type { Card } from './card.ts';
import type { Desk } from './desk.ts';

export const SLATE = 'https://media.example.com/slate.mp4';

/** A preset, two approvers, a rule that asks for both, and one that asks for nobody. */
export const BATCH_CONFIG = [
  `approvers: { users: [${PEOPLE.lead.id}, ${PEOPLE.secondLead.id}] }`,
  'policy: { open_per_person: 1000, rules: [{ when: { tasks: ["vip/*"] }, quorum: 2 }, { when: { tasks: ["unreviewed/*"] }, quorum: 0 }] }',
  'presets:',
  `  standby-slate: { source_urls: [${SLATE}], vod_refresh_type: immediate_new_source, vod_start_video_index: 0 }`,
];

let groups = 0;

/** Some tasks of an app of their own. */
export const someTasks = ({ newTask }: Desk, count: number, app = `batch${(groups += 1)}`) => ({
  app,
  tasks: Array.from({ length: count }, (_task, at) =>
    newTask({ app_name: app, stream_name: `c${String(at + 1).padStart(3, '0')}` }),
  ),
});

/** Types the command, gives the reason and submits; resolves with the card of the batch. */
export const applies = async (
  at: Desk,
  tasks: string,
  reason = 'The feed is gone',
): Promise<Card> => {
  await at.operator.types(`/relay apply standby-slate live-prod ${tasks}`);
  await at.operator.untilSees('as one request');
  return submitsBatch(at, reason);
};

/** Gives the reason in the open form and submits it; resolves with the card of the batch. */
export const submitsBatch = async (at: Desk, reason?: string): Promise<Card> => {
  const { operator, cardOf, slack } = at;
  if (reason !== undefined) await operator.fills({ reason });
  const result = await operator.triesToSubmit();
  const said =
    'updated' in result && /R-\d+/.test(modalText(result.updated))
      ? modalText(result.updated)
      : await operator.untilSees('is submitted');
  const id = /R-\d+/.exec(said)?.[0] ?? '';
  await slack.person(operator.id).closes();
  return cardOf(id);
};

/** Whether a task holds what the preset sets. */
export const isSlate = ({ live }: Desk, { task_id: id }: WireTask): boolean =>
  JSON.stringify(live.task(id).source_urls) === JSON.stringify([SLATE]);
