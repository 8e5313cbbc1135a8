import { PROJECT } from '#sandbox/cast.ts';
import type { Bench } from '../bench.ts';
import { inTurns, quantile, type Round } from '../figures.ts';
import { against, type Row } from '../row.ts';
import type { Contestant } from '../stage.ts';
import { isQuiet } from '../quiet.ts';
import { commands } from '../submissions.ts';
import { benchTask } from '../tasks.ts';
import { throughput } from '../timing.ts';

const AT_ONCE = 16;

/** Slash command → acknowledged. */
export const ack = async (bench: Bench): Promise<Row> => {
  const { sizes } = bench;
  const stage = await bench.stage();
  const ours = await bench.contestant('relaydesk');
  const [answered] = await stage.send(ours, await commands(stage, 'help', 1), { atOnce: 1 });
  const bare = await stage.contestant('bare', undefined, { ANSWER: answered?.text ?? '' });
  const textbook = await bench.contestant('textbook');
  await stage.outside.ask('setTasks', [benchTask(0)]);

  const round = async (contestant: Contestant, text: string, count: number): Promise<Round> => {
    await stage.outside.ask('forget');
    const bodies = await commands(stage, text, count);
    const sent = await stage.send(contestant, bodies, { atOnce: AT_ONCE });
    const ms = sent.map((each) => each.answeredMs - each.sentMs);
    await isQuiet(stage, contestant);
    const different = text === 'help' && sent.find((each) => each.text !== answered?.text);
    if (different) throw new Error(`${contestant.name} answered: ${different.text}`);
    return { perSecond: throughput(sent), p50: quantile(ms, 0.5), p99: quantile(ms, 0.99) };
  };

  const modify = `modify ${PROJECT.name} ${benchTask(0).task_id}`;
  const few = Math.ceil(sizes.commands / 5);
  // The first ones are slower for every rival, until their code is compiled.
  for (const contestant of [ours, bare]) await round(contestant, 'help', sizes.commands);
  for (const contestant of [ours, textbook]) await round(contestant, modify, few);
  const help = await inTurns(sizes.rounds, {
    ours: () => round(ours, 'help', sizes.commands),
    bare: () => round(bare, 'help', sizes.commands),
  });
  const opening = await inTurns(sizes.rounds, {
    ours: () => round(ours, modify, few),
    textbook: () => round(textbook, modify, few),
  });
  const floor = { name: 'bare', rounds: help.bare };
  const rival = { name: 'textbook', rounds: opening.textbook };
  await bare.leave();
  return {
    name: 'ack',
    title: 'Slash command → acknowledged, 16 at once',
    how: `${sizes.commands} × \`/relay help\` and ${few} × \`/relay modify\` in a round, ${sizes.rounds} rounds. bare answers \`/relay help\` with the same bytes.`,
    lines: [
      against(
        { what: 'help', unit: 'a second', figure: 'perSecond', goal: { atLeast: 0.9 } },
        help.ours,
        floor,
      ),
      against(
        { what: 'help, p50', unit: 'ms', figure: 'p50', goal: { atMost: 1.15 } },
        help.ours,
        floor,
      ),
      against(
        { what: 'help, p99', unit: 'ms', figure: 'p99', goal: { atMost: 1.2 } },
        help.ours,
        floor,
      ),
      against(
        {
          what: 'modify',
          unit: 'a second',
          figure: 'perSecond',
          note: 'relaydesk acknowledges when the modal is open, textbook before it does anything',
        },
        opening.ours,
        rival,
      ),
      against({ what: 'modify, p50', unit: 'ms', figure: 'p50' }, opening.ours, rival),
      against({ what: 'modify, p99', unit: 'ms', figure: 'p99' }, opening.ours, rival),
    ],
  };
};
