import { CHANNELS, PROJECT } from '#sandbox/cast.ts';
import { fromButtonValue } from '#src/slack/kit/ids.ts';
import type { Bench } from '../bench.ts';
import { decisions } from '../deciding.ts';
import type { Round } from '../figures.ts';
import type { LiveCallTimes } from '../outside.ts';
import { operator } from '../people.ts';
import { submissionBody, typed, type ViewState } from '../payloads.ts';
import { isQuiet } from '../quiet.ts';
import { against, type Row } from '../row.ts';
import { type Contestant, createStage, type Stage } from '../stage.ts';
import { commands, untilModal } from '../submissions.ts';
import { benchTask } from '../tasks.ts';

/** What the API takes for each call, in milliseconds. */
const CALL_MS = 100;
/** Calls of one process to a project at a time, and tasks of a batch. */
const AT_ONCE = 4;

/** The approval of a batch → the PUT of its last task, against the time that the API takes itself. */
export const batch = async ({ sizes }: Bench): Promise<Row> => {
  const stage = await createStage();
  try {
    await stage.outside.ask('slowLive', CALL_MS);
    const presets = '{ slate: { source_urls: [https://media.example.com/slate.mp4] } }';
    const settings = { guard: 'off', presets, batches: `{ at_once: ${AT_ONCE} }` };
    const ours = await stage.contestant('relaydesk', undefined, stage.configured(settings));
    const rounds: Round[] = [];
    // The first one teaches Redis the scripts.
    for (let round = 0; round <= sizes.rounds; round += 1) {
      rounds.push(await batchOf(stage, ours, sizes.batch));
    }
    const counted = rounds.slice(1);
    return {
      name: 'batch',
      title: `A batch of ${sizes.batch} tasks: approval → the last PUT`,
      how: `One batch in a round, ${sizes.rounds} rounds, one replica, ${AT_ONCE} tasks and ${AT_ONCE} calls at a time. The simulated API takes ${CALL_MS} ms for each call: the task is read, changed and read back. The API’s own time is the sum of what it took for the calls until the last PUT, divided by the ${AT_ONCE} that may be under way.`,
      lines: [
        against(
          { what: 'approval → the last PUT', unit: 'ms', figure: 'last', goal: { atMost: 1.25 } },
          counted,
          { name: 'the API’s own time', rounds: counted.map(({ own = 0 }) => ({ last: own })) },
        ),
      ],
    };
  } finally {
    await stage.close();
  }
};

/** Asks for a batch of new tasks, approves it and waits for its last PUT. */
const batchOf = async (stage: Stage, ours: Contestant, count: number): Promise<Round> => {
  const { outside } = stage;
  const from = stage.takeTasks(count);
  await outside.ask('forget');
  await outside.ask(
    'setTasks',
    Array.from({ length: count }, (_, index) => benchTask(from + index)),
  );
  const text = `apply slate ${PROJECT.name} live/*`;
  await stage.send(ours, await commands(stage, text, 1), { atOnce: 1 });
  const form = await untilModal(stage, operator(0), (id) => id === 'batch_form');
  const state: ViewState = { ...(form.state as ViewState), ...typed('reason', 'The feed is gone') };
  await stage.send(ours, [submissionBody(operator(0), { ...form, state })], { atOnce: 1 });
  await isQuiet(stage, ours);
  const [card] = await outside.ask('buttons', CHANNELS.leads.id, 'review');
  const id = fromButtonValue(card?.value ?? '')?.request ?? '';
  const [sent] = await stage.send(ours, await decisions(ours, [id], 'approve'), { atOnce: 1 });
  const sentMs = sent?.sentMs ?? Number.NaN;
  const calls = await outside.ask('putsArrived', count);
  const lastMs = Math.max(
    ...calls.flatMap(({ method, arrivedMs }) => (method === 'PUT' ? [arrivedMs] : [])),
  );
  await isQuiet(stage, ours);
  const until = calls.filter(({ arrivedMs }) => arrivedMs > sentMs && arrivedMs < lastMs);
  const own = until.reduce((sum, call) => sum + ownMs(call, lastMs), 0) / AT_ONCE;
  return { last: lastMs - sentMs, own };
};

/** How long the API had a call, until a moment. */
const ownMs = ({ arrivedMs, answeredMs }: LiveCallTimes, untilMs: number): number =>
  Math.min(answeredMs ?? untilMs, untilMs) - arrivedMs;
