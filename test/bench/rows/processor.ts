import { PROJECT } from '#sandbox/cast.ts';
import type { Bench } from '../bench.ts';
import { approvals, presses } from '../deciding.ts';
import { inTurns, type Round } from '../figures.ts';
import type { Body } from '../load.ts';
import { processorMs } from '../processor.ts';
import { isQuiet } from '../quiet.ts';
import { against, alone, type Line, type Row } from '../row.ts';
import type { Contestant } from '../stage.ts';
import { commandsFor, needAccepted, openForms } from '../submissions.ts';
import { needSamePuts, needStored, putsIn } from '../work.ts';

const AT_ONCE = 4;

/** What a request costs of the bot's processor, from the command to its result. */
export const processor = async (bench: Bench): Promise<Row> => {
  const { sizes } = bench;
  const stage = await bench.stage();
  const puts: Record<string, readonly string[]> = {};

  const ready = async (contestant: Contestant) => {
    const { name, bots } = contestant;
    const fill = await openForms(stage, contestant);
    const spent = (): number => bots.reduce((sum, { pid }) => sum + processorMs(pid), 0);
    /** Processor time of these clicks and everything that follows from them, in milliseconds each. */
    const costOf = async (bodies: readonly Body[]) => {
      const before = spent();
      const sent = await stage.send(contestant, bodies, { atOnce: AT_ONCE });
      await isQuiet(stage, contestant);
      return { each: (spent() - before) / bodies.length, sent };
    };
    const round = async (): Promise<Round> => {
      const { bodies, tasks } = await fill(sizes.lives);
      await stage.outside.ask('forget');
      await stage.outside.ask('setTasks', tasks);
      const texts = tasks.map((task) => `modify ${PROJECT.name} ${task.task_id}`);
      const open = await costOf(await commandsFor(stage, texts));
      const submit = await costOf(bodies);
      needAccepted(submit.sent);
      const review =
        name === 'relaydesk' ? await costOf(await presses(stage, 'review')) : { each: 0 };
      const decide = await costOf(await approvals(stage, contestant, submit.sent));
      puts[name] = await putsIn(stage, sizes.lives);
      await needStored(contestant, submit.sent, 'applied');
      const parts = { open: open.each, submit: submit.each, review: review.each };
      const life = parts.open + parts.submit + parts.review + decide.each;
      return { ...parts, decide: decide.each, life };
    };
    await round();
    return round;
  };
  const off = await stage.contestant('relaydesk', undefined, stage.configured({ guard: 'off' }));
  // As new as that one: what other rows have sent makes a process faster.
  const careful = await stage.contestant('careful');
  const rounds = await inTurns(sizes.rounds, {
    off: await ready(off),
    on: await ready(await bench.contestant('relaydesk')),
    careful: await ready(careful),
  });
  await Promise.all([off.leave(), careful.leave()]);
  needSamePuts(puts['relaydesk'] ?? [], puts['careful'] ?? []);
  const rival = { name: 'careful', rounds: rounds.careful };
  const line = (what: string, figure: string, atMost?: number): Line =>
    against(
      { what, unit: 'ms', figure, ...(atMost === undefined ? {} : { goal: { atMost } }) },
      rounds.off,
      rival,
    );
  return {
    name: 'processor',
    title: 'Processor time of a request, from `/relay modify` to its result',
    how: `${sizes.lives} requests in a round, ${AT_ONCE} at once, ${sizes.rounds} rounds: user and system time of all threads of the bot, its own background work included. careful is approved on the card and has no review; relaydesk opens one for each.`,
    lines: [
      line('the whole life, looks off', 'life', 1.5),
      against({ what: 'the whole life, looks on', unit: 'ms', figure: 'life' }, rounds.on, rival),
      line('of it: to open the form', 'open'),
      line('of it: to submit, with the card', 'submit'),
      alone(
        { what: 'of it: to open the review', unit: 'ms' },
        rounds.off.map(({ review = 0 }) => review),
      ),
      line('of it: to decide, apply and show', 'decide'),
    ],
  };
};
