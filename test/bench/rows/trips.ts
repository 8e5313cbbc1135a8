import type { Bench } from '../bench.ts';
import { quantile } from '../figures.ts';
import { bareTrips } from '../floor.ts';
import { alone, type Row } from '../row.ts';
import type { BareTrips } from '../rivals/floor.ts';

/** What one wait costs on this machine. */
export const trips = async (bench: Bench): Promise<Row> => {
  const { sizes } = bench;
  const stage = await bench.stage();
  const floor = await bench.contestant('floor');
  const rounds: BareTrips[] = [];
  for (let round = 0; round <= sizes.rounds; round += 1) {
    await stage.outside.ask('forget');
    const [sent] = await stage.send(floor, [await bareTrips(stage, sizes.clicks)], { atOnce: 1 });
    rounds.push(JSON.parse(sent?.text ?? '') as BareTrips);
  }
  // The first round compiles.
  const line = (what: string, kind: keyof BareTrips) =>
    alone(
      { what: `${what}, p50`, unit: 'ms' },
      rounds.slice(1).map((each) => quantile(each[kind], 0.5)),
    );
  return {
    name: 'trips',
    title: 'Bare round trips',
    how: `${sizes.clicks} of each in a round, one after another, ${sizes.rounds} rounds, from a process that does nothing else. The answer of the simulated APIs includes their own time.`,
    lines: [
      line('Redis: `SET` of a request', 'redis'),
      line('Live API: reading one task', 'live'),
      line('Slack: `auth.test`', 'slack'),
    ],
  };
};
