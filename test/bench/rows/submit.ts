import type { Bench } from '../bench.ts';
import { clockMs } from '../clock.ts';
import { inTurns, quantile, type Round } from '../figures.ts';
import { floorSubmissions } from '../floor.ts';
import { isQuiet } from '../quiet.ts';
import { against, type Goal, type Row } from '../row.ts';
import type { RivalName } from '../stage.ts';
import { needAccepted, openForms } from '../submissions.ts';
import { throughput } from '../timing.ts';
import { needStored } from '../work.ts';

const AT_ONCE = 16;

/** Submission → acknowledged and durable. */
export const submit = async (bench: Bench): Promise<Row> => {
  const { sizes } = bench;
  const stage = await bench.stage();

  const ready = async (name: RivalName) => {
    const contestant = await bench.contestant(name);
    const fill = name === 'floor' ? undefined : await openForms(stage, contestant);
    const round = async (): Promise<Round> => {
      const bodies = fill
        ? (await fill(sizes.submissions)).bodies
        : await floorSubmissions(stage, sizes.submissions);
      await stage.outside.ask('forget');
      const startedMs = clockMs();
      const sent = await stage.send(contestant, bodies, { atOnce: AT_ONCE });
      if (fill) needAccepted(sent);
      const shownMs =
        (await stage.outside.ask('called', 'chat.postMessage', sent.length)) - startedMs;
      await isQuiet(stage, contestant);
      await needStored(contestant, sent, 'pending');
      const ms = sent.map((each) => each.answeredMs - each.sentMs);
      return {
        perSecond: throughput(sent),
        p50: quantile(ms, 0.5),
        p99: quantile(ms, 0.99),
        shownPerSecond: (sizes.submissions / shownMs) * 1000,
      };
    };
    await round();
    return round;
  };
  const rounds = await inTurns(sizes.rounds, {
    relaydesk: await ready('relaydesk'),
    careful: await ready('careful'),
    textbook: await ready('textbook'),
    floor: await ready('floor'),
  });
  const line = (
    what: string,
    unit: string,
    figure: string,
    rival: Exclude<keyof typeof rounds, 'relaydesk'>,
    goal?: Goal,
  ) =>
    against({ what, unit, figure, ...(goal ? { goal } : {}) }, rounds.relaydesk, {
      name: rival,
      rounds: rounds[rival],
    });
  return {
    name: 'submit',
    title: 'Submission → acknowledged and durable, 16 at once',
    how: `${sizes.submissions} submissions in a round, each for a task of its own, ${sizes.rounds} rounds. relaydesk and careful acknowledge once the request is stored, which was checked for each of them; textbook acknowledges before its \`SET\`. The floor does one \`SET\` of a document of the same size.`,
    lines: [
      line('submissions', 'a second', 'perSecond', 'careful', { atLeast: 0.9 }),
      line('p50', 'ms', 'p50', 'careful'),
      line('p99', 'ms', 'p99', 'careful', { atMost: 1.15 }),
      line('until the last card is there', 'a second', 'shownPerSecond', 'careful'),
      line('submissions', 'a second', 'perSecond', 'floor'),
      line('submissions', 'a second', 'perSecond', 'textbook'),
      line('p99', 'ms', 'p99', 'textbook'),
    ],
  };
};
