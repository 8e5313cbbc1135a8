import type { Bench } from '../bench.ts';
import { decisions, presses, requestIn } from '../deciding.ts';
import { inTurns, quantile, type Round } from '../figures.ts';
import type { Body } from '../load.ts';
import type { LiveCallTimes } from '../outside.ts';
import { isQuiet } from '../quiet.ts';
import { against, type Row } from '../row.ts';
import type { Contestant, Stage } from '../stage.ts';
import { type Forms, needAccepted, openForms } from '../submissions.ts';

/** Click in the review → the PUT arrives, without the API's own time. */
export const click = async (bench: Bench): Promise<Row> => {
  const { sizes } = bench;
  const stage = await bench.stage();
  const ours = await bench.contestant('relaydesk');
  const textbook = await bench.contestant('textbook');
  const forms = {
    ours: await openForms(stage, ours),
    textbook: await openForms(stage, textbook),
  };

  const round = async (contestant: Contestant, fill: Forms, clicks: number): Promise<Round> => {
    const { bodies, tasks } = await fill(clicks);
    await stage.outside.ask('forget');
    await stage.outside.ask('setTasks', tasks);
    const submitted = await stage.send(contestant, bodies, { atOnce: 4 });
    needAccepted(submitted);
    await isQuiet(stage, contestant);
    const approvals =
      contestant.name === 'relaydesk'
        ? await decisions(contestant, submitted.map(requestIn), 'approve')
        : await presses(stage, 'approve');
    const ms: number[] = [];
    for (const approval of approvals) {
      ms.push(await untilPut(stage, contestant, approval, ms.length));
      await isQuiet(stage, contestant);
    }
    return { p50: quantile(ms, 0.5), p99: quantile(ms, 0.99) };
  };

  await round(ours, forms.ours, Math.ceil(sizes.clicks / 2));
  await round(textbook, forms.textbook, Math.ceil(sizes.clicks / 2));
  const rounds = await inTurns(sizes.rounds, {
    ours: () => round(ours, forms.ours, sizes.clicks),
    textbook: () => round(textbook, forms.textbook, sizes.clicks),
  });
  const rival = { name: 'textbook', rounds: rounds.textbook };
  return {
    name: 'click',
    title: 'Click in the review → PUT arrives, the API’s own time taken out',
    how: `${sizes.clicks} approvals in a round, one after another, ${sizes.rounds} rounds. From the moment the click is sent; relaydesk reads the task before its PUT, and the time from that call’s arrival to its answer is taken out.`,
    lines: [
      against(
        { what: 'p50', unit: 'ms', figure: 'p50', goal: { atMost: 1.5 } },
        rounds.ours,
        rival,
      ),
      against({ what: 'p99', unit: 'ms', figure: 'p99', goal: { atMost: 2 } }, rounds.ours, rival),
    ],
  };
};

/** Sends the click and waits for the PUT that it leads to; milliseconds, less the API's own. */
const untilPut = async (
  stage: Stage,
  contestant: Contestant,
  approval: Body,
  putsBefore: number,
): Promise<number> => {
  const [sent] = await stage.send(contestant, [approval], { atOnce: 1 });
  const sentMs = sent?.sentMs ?? Number.NaN;
  const calls = await stage.outside.ask('putsArrived', putsBefore + 1);
  const put = calls.findLast(({ method }) => method === 'PUT');
  const arrivedMs = put?.arrivedMs ?? Number.NaN;
  const between = calls.filter((call) => call.arrivedMs > sentMs && call.arrivedMs < arrivedMs);
  return arrivedMs - sentMs - between.reduce((sum, call) => sum + ownMs(call), 0);
};

const ownMs = ({ arrivedMs, answeredMs }: LiveCallTimes): number =>
  (answeredMs ?? arrivedMs) - arrivedMs;
