import type { Bench } from '../bench.ts';
import { approvals } from '../deciding.ts';
import { inTurns, quantile, type Round } from '../figures.ts';
import { floorApprovals } from '../floor.ts';
import type { Body } from '../load.ts';
import type { LiveCallTimes } from '../outside.ts';
import { isQuiet } from '../quiet.ts';
import { against, type Line, type Row } from '../row.ts';
import type { Contestant, RivalName, Stage } from '../stage.ts';
import { type Forms, needAccepted, openForms } from '../submissions.ts';
import { needSamePuts, needStored, putsIn } from '../work.ts';

/** Click in the review → the PUT arrives → the card says applied. */
export const click = async (bench: Bench): Promise<Row> => {
  const { sizes } = bench;
  const stage = await bench.stage();
  const puts = new Map<RivalName, readonly string[]>();

  /** The approvals of a round, ready to be sent, with a function that checks the work once it is done. */
  const prepare = async (contestant: Contestant, fill: Forms | undefined, clicks: number) => {
    if (!fill) return { bodies: await floorApprovals(stage, clicks), check: async () => undefined };
    const { bodies, tasks } = await fill(clicks);
    await stage.outside.ask('forget');
    await stage.outside.ask('setTasks', tasks);
    const submitted = await stage.send(contestant, bodies, { atOnce: 4 });
    needAccepted(submitted);
    await isQuiet(stage, contestant);
    return {
      bodies: await approvals(stage, contestant, submitted),
      check: () => needStored(contestant, submitted, 'applied'),
    };
  };

  const round = async (
    contestant: Contestant,
    fill: Forms | undefined,
    clicks: number,
  ): Promise<Round> => {
    const { bodies, check } = await prepare(contestant, fill, clicks);
    const put: number[] = [];
    const applied: number[] = [];
    for (const [at, body] of bodies.entries()) {
      const ms = await pressed(stage, contestant, body, at);
      put.push(ms.put);
      applied.push(ms.applied);
    }
    puts.set(contestant.name, await putsIn(stage, clicks));
    await check();
    return { p50: quantile(put, 0.5), p99: quantile(put, 0.99), applied: quantile(applied, 0.5) };
  };

  const ready = async (contestant: Contestant) => {
    const fill = contestant.name === 'floor' ? undefined : await openForms(stage, contestant);
    await round(contestant, fill, Math.ceil(sizes.clicks / 2));
    return () => round(contestant, fill, sizes.clicks);
  };
  // Looks at the streams of the clicks before would be measured with each click.
  const off = await stage.contestant('relaydesk', undefined, stage.configured({ guard: 'off' }));
  // As new as that one: what other rows have sent makes a process faster.
  const careful = await stage.contestant('careful');
  const rounds = await inTurns(sizes.rounds, {
    relaydesk: await ready(off),
    on: await ready(await bench.contestant('relaydesk')),
    careful: await ready(careful),
    textbook: await ready(await bench.contestant('textbook')),
    floor: await ready(await bench.contestant('floor')),
  });
  await Promise.all([off.leave(), careful.leave()]);
  needSamePuts(puts.get('relaydesk') ?? [], puts.get('careful') ?? []);
  return {
    name: 'click',
    title: 'Click in the review → PUT arrives → the card says applied',
    how: `${sizes.clicks} approvals in a round, one after another, ${sizes.rounds} rounds. From the moment the click is sent to the moment the call arrives; the API’s own time for reading the task is taken out of the first. The floor writes a document of the same size, reads the task, writes again and sends the PUT, without Bolt. Streams are not looked at, but where it says so: a round makes as many changes in seconds as others in weeks, and the looks at all of them fall into it. relaydesk and careful were seen to send the same PUTs and to have stored each request as applied, with what was read back.`,
    lines: linesOf(rounds),
  };
};

const linesOf = (rounds: Rounds): Line[] => {
  const line = (what: string, figure: string, rival: keyof Rounds, atMost?: number): Line =>
    against(
      { what, unit: 'ms', figure, ...(atMost === undefined ? {} : { goal: { atMost } }) },
      rounds.relaydesk,
      { name: rival, rounds: rounds[rival] },
    );
  return [
    line('click → PUT, p50', 'p50', 'careful', 1.15),
    line('click → PUT, p99', 'p99', 'careful', 1.3),
    line('click → PUT, p50', 'p50', 'floor', 1.8),
    line('click → card says applied, p50', 'applied', 'careful', 1.2),
    line('click → card says applied, p50', 'applied', 'floor'),
    against({ what: 'click → PUT with looks on, p50', unit: 'ms', figure: 'p50' }, rounds.on, {
      name: 'careful',
      rounds: rounds.careful,
    }),
    line('click → PUT, p50', 'p50', 'textbook'),
    line('click → PUT, p99', 'p99', 'textbook'),
  ];
};

type Rounds = Readonly<Record<'relaydesk' | 'on' | 'careful' | 'textbook' | 'floor', Round[]>>;

/** Sends the click and waits for the PUT and the card that it leads to, in milliseconds from the click. */
const pressed = async (
  stage: Stage,
  contestant: Contestant,
  approval: Body,
  before: number,
): Promise<{ readonly put: number; readonly applied: number }> => {
  const { outside } = stage;
  const updates = (await outside.ask('arrivals', 'chat.update')).length;
  const [sent] = await stage.send(contestant, [approval], { atOnce: 1 });
  const sentMs = sent?.sentMs ?? Number.NaN;
  const calls = await outside.ask('putsArrived', before + 1);
  await outside.ask('called', 'chat.update', updates + 1);
  await isQuiet(stage, contestant);
  // The last one, if a card was updated on the way.
  const shownMs = (await outside.ask('arrivals', 'chat.update')).at(-1) ?? Number.NaN;
  const put = calls.findLast(({ method }) => method === 'PUT');
  const arrivedMs = put?.arrivedMs ?? Number.NaN;
  const reading = calls.filter(
    (call) => call.taskId !== '' && call.arrivedMs > sentMs && call.arrivedMs < arrivedMs,
  );
  const own = reading.reduce((sum, call) => sum + ownMs(call), 0);
  return { put: arrivedMs - sentMs - own, applied: shownMs - sentMs };
};

const ownMs = ({ arrivedMs, answeredMs }: LiveCallTimes): number =>
  (answeredMs ?? arrivedMs) - arrivedMs;
