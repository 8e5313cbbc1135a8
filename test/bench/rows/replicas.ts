import type { Bench } from '../bench.ts';
import { inTurns, quantile, type Round } from '../figures.ts';
import { isQuiet } from '../quiet.ts';
import { against, type Goal, type Line, type Row } from '../row.ts';
import { limitTo } from '../share.ts';
import type { Contestant } from '../stage.ts';
import { needAccepted, openForms } from '../submissions.ts';
import { throughput } from '../timing.ts';

const AT_ONCE = 32;
/** Share of one core. Two of these leave enough of two cores for Redis, Slack and the load. */
const SHARE = 0.3;
const LONGER = 4;

/** The same submissions to one process and to two on the same Redis. */
export const replicas = async ({ sizes, stage: shared }: Bench): Promise<Row> => {
  const stage = await shared();
  const one = await stage.contestant('relaydesk');
  const two = await stage.contestant('relaydesk');
  await two.start();
  const forms = { one: await openForms(stage, one), two: await openForms(stage, two) };
  const round = async (name: 'one' | 'two', count: number): Promise<Round> => {
    const contestant = name === 'one' ? one : two;
    const { bodies } = await forms[name](count);
    await stage.outside.ask('forget');
    const sent = await stage.send(contestant, bodies, { atOnce: AT_ONCE });
    needAccepted(sent);
    await isQuiet(stage, contestant);
    const ms = sent.map((each) => each.answeredMs - each.sentMs);
    return { perSecond: throughput(sent), p99: quantile(ms, 0.99) };
  };
  const rounds = (count: number) =>
    inTurns(sizes.rounds, { two: () => round('two', count), one: () => round('one', count) });

  await round('one', sizes.submissions);
  await round('two', sizes.submissions);
  const whole = linesOf('', await rounds(sizes.submissions));
  const lid = limitTo(SHARE, [one, two].flatMap(pidsOf));
  const share = `${SHARE * 100} % of a core each: `;
  // A limited replica takes longer, and what one collection of garbage costs it should not decide.
  const limited = lid
    ? linesOf(share, await rounds(LONGER * sizes.submissions), { atLeast: 1.8 })
    : [];
  lid?.lift();
  await Promise.all([one.leave(), two.leave()]);
  const why = lid
    ? ''
    : ' What replicas do with a share of a core each needs the right to make control groups.';
  return {
    name: 'replicas',
    title: 'Two replicas against one, submissions, 32 at once',
    how: `${sizes.submissions} submissions in a round, ${sizes.rounds} rounds. Redis, the simulated Slack and the load generator run on the same cores, so without a limit a second replica takes its time from those: no goal. With a limit a round is ${LONGER} times as long.${why}`,
    lines: [...whole, ...limited],
  };
};

const linesOf = (
  what: string,
  rounds: { readonly two: readonly Round[]; readonly one: readonly Round[] },
  goal?: Goal,
): Line[] => {
  const rival = { name: 'one', rounds: rounds.one };
  return [
    against(
      {
        what: `${what}submissions`,
        unit: 'a second',
        figure: 'perSecond',
        ...(goal ? { goal } : {}),
      },
      rounds.two,
      rival,
    ),
    against({ what: `${what}p99`, unit: 'ms', figure: 'p99' }, rounds.two, rival),
  ];
};

const pidsOf = ({ bots }: Contestant): number[] => bots.map(({ pid }) => pid);
