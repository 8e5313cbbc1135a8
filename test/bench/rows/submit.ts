import type { Bench } from '../bench.ts';
import { inTurns, quantile, type Round } from '../figures.ts';
import { clockMs } from '../clock.ts';
import { isQuiet } from '../quiet.ts';
import { against, type Row } from '../row.ts';
import type { Contestant } from '../stage.ts';
import { type Forms, needAccepted, openForms, until } from '../submissions.ts';
import { throughput } from '../timing.ts';

const AT_ONCE = 16;

/** Submission → acknowledged and durable. */
export const submit = async (bench: Bench): Promise<Row> => {
  const { sizes } = bench;
  const stage = await bench.stage();
  const ours = await bench.contestant('relaydesk');
  const textbook = await bench.contestant('textbook');
  const forms = {
    ours: await openForms(stage, ours),
    textbook: await openForms(stage, textbook),
  };

  const round = async (contestant: Contestant, fill: Forms): Promise<Round> => {
    const { bodies } = await fill(sizes.submissions);
    await stage.outside.ask('forget');
    const startedMs = clockMs();
    const sent = await stage.send(contestant, bodies, { atOnce: AT_ONCE });
    needAccepted(sent);
    await until('the cards', async () => {
      const { 'chat.postMessage': posted = 0 } = await stage.outside.ask('slackCalls');
      return posted >= sizes.submissions;
    });
    const shownMs = clockMs() - startedMs;
    await isQuiet(stage, contestant);
    const ms = sent.map((each) => each.answeredMs - each.sentMs);
    return {
      perSecond: throughput(sent),
      p50: quantile(ms, 0.5),
      p99: quantile(ms, 0.99),
      shownPerSecond: (sizes.submissions / shownMs) * 1000,
    };
  };

  await round(ours, forms.ours);
  await round(textbook, forms.textbook);
  const rounds = await inTurns(sizes.rounds, {
    ours: () => round(ours, forms.ours),
    textbook: () => round(textbook, forms.textbook),
  });
  const rival = { name: 'textbook', rounds: rounds.textbook };
  const line = (what: string, unit: string, figure: string, goal?: object) =>
    against({ what, unit, figure, ...goal }, rounds.ours, rival);
  return {
    name: 'submit',
    title: 'Submission → acknowledged and durable, 16 at once',
    how: `${sizes.submissions} submissions in a round, each for a task of its own, ${sizes.rounds} rounds. textbook acknowledges before its \`SET\`; relaydesk when the request is committed with its outbox, timers and audit line.`,
    lines: [
      line('submissions', 'a second', 'perSecond', { goal: { atLeast: 0.8 } }),
      line('p50', 'ms', 'p50'),
      line('p99', 'ms', 'p99', { goal: { atMost: 1.3 } }),
      line('until the last card is there', 'a second', 'shownPerSecond'),
    ],
  };
};
