import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { residentMegabytes } from '../processor.ts';
import { isQuiet } from '../quiet.ts';
import { against, type Row } from '../row.ts';
import type { RivalName } from '../stage.ts';
import { needAccepted, openForms } from '../submissions.ts';
import { needStored } from '../work.ts';

const AT_ONCE = 16;
/** The simulated Slack forgets its messages after each of these. */
const BATCH = 2_000;

/** Memory of a process that very many requests went through. */
export const many = async ({ sizes, stage: shared }: Bench): Promise<Row> => {
  const stage = await shared();
  const after = async (name: RivalName) => {
    const contestant = await stage.contestant(name);
    const pid = contestant.bots[0]?.pid ?? 0;
    const fill = await openForms(stage, contestant);
    const startedMs = Date.now();
    for (let done = 0; done < sizes.many; done += BATCH) {
      const { bodies } = await fill(Math.min(BATCH, sizes.many - done));
      await stage.outside.ask('forget');
      const sent = await stage.send(contestant, bodies, { atOnce: AT_ONCE });
      needAccepted(sent);
      await isQuiet(stage, contestant);
      await needStored(contestant, sent, 'pending');
    }
    const seconds = (Date.now() - startedMs) / 1000;
    await sleep(sizes.restMs);
    const megabytes = residentMegabytes(pid);
    await contestant.leave();
    return { megabytes, seconds };
  };
  const ours = await after('relaydesk');
  const careful = await after('careful');
  return {
    name: 'many',
    title: `Memory after ${sizes.many} requests`,
    how: `Each submitted through its form, stored, and shown as a card, ${AT_ONCE} at once; all of them stay open. relaydesk took ${ours.seconds.toFixed(0)} s and careful ${careful.seconds.toFixed(0)} s. The resident set ${sizes.restMs} ms after the last.`,
    lines: [
      against({ what: 'memory', unit: 'MB', figure: 'megabytes', goal: { atMost: 1.2 } }, [ours], {
        name: 'careful',
        rounds: [careful],
      }),
    ],
  };
};
