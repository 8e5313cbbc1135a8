import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { PREPARED } from '#sandbox/media/prepared.ts';
import { createCheckSource } from '#src/sources/check.ts';
import { createEgress } from '#src/sources/egress.ts';
import { createExaminer } from '#src/sources/examine.ts';
import type { Bench } from '../bench.ts';
import { clockMs } from '../clock.ts';
import { timesSwitched } from '../processor.ts';
import { alone, type Row } from '../row.ts';

const SOURCES = 30;
const REST_MS = 500;
const UNIT = 'ms, the longest turn';

/** How long the event loop is blocked while thirty files are checked, and while nothing is. */
export const looks = async ({ sizes }: Bench): Promise<Row> => {
  const server = new Worker(new URL('../media-thread.ts', import.meta.url));
  const [origin] = (await once(server, 'message')) as [string];
  const policy = { ports: [Number(new URL(origin).port)], allowPrivate: ['127.0.0.0/8'] };
  const egress = createEgress({ policy });
  const check = createCheckSource({ egress, examiner: createExaminer(), now: Date.now });
  const films = PREPARED.filter(({ expected }) => expected.verdict === 'good');
  const urls = Array.from(
    { length: SOURCES },
    (_, at) => `${origin}${films[at % films.length]?.path}?${at}`,
  );
  const [checking, resting]: [Turns[], Turns[]] = [[], []];
  for (let round = 0; round < sizes.rounds; round += 1) {
    checking.push(await turnsUntil(Promise.all(urls.map(check))));
    resting.push(await turnsUntil(rest(REST_MS)));
  }
  await server.terminate();
  return {
    name: 'looks',
    title: `Event loop while ${SOURCES} sources are checked`,
    how: `${SOURCES} media files on a server in a thread of its own, ${sizes.rounds} rounds, with the very first check. Each figure is the longest turn of the event loop in a round. The goal is for turns that no other process interrupted. *Resting* is half a second without a check.`,
    lines: [
      alone(
        { what: 'checking', unit: UNIT, goal: { atMost: 5 } },
        checking.map(({ working }) => working),
      ),
      alone(
        { what: 'resting', unit: UNIT },
        resting.map(({ working }) => working),
      ),
      alone(
        { what: 'checking, every turn', unit: UNIT },
        checking.map(({ longest }) => longest),
      ),
      alone(
        { what: 'resting, every turn', unit: UNIT },
        resting.map(({ longest }) => longest),
      ),
    ],
  };
};

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Turns {
  /** The longest turn without losing the processor, in milliseconds. */
  readonly working: number;
  /** The longest of all. */
  readonly longest: number;
}

/** Spins the event loop until the work is done. */
const turnsUntil = async (work: Promise<unknown>): Promise<Turns> => {
  const state = { isDone: false };
  const done = work.finally(() => (state.isDone = true));
  let [working, longest, switches, lastMs] = [0, 0, timesSwitched(), clockMs()];
  while (!state.isDone) {
    await new Promise((resolve) => setImmediate(resolve));
    const tookMs = clockMs() - lastMs;
    const now = timesSwitched();
    longest = Math.max(longest, tookMs);
    if (now === switches) working = Math.max(working, tookMs);
    [switches, lastMs] = [now, clockMs()];
  }
  await done;
  return { working, longest };
};
