import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { clockMs } from '../clock.ts';
import { inTurns, type Round } from '../figures.ts';
import { processorMs, residentMegabytes } from '../processor.ts';
import { against, type Row } from '../row.ts';
import type { RivalName } from '../stage.ts';

/** From the start of the process to ready, and its memory when idle. */
export const start = async ({ sizes, stage: shared }: Bench): Promise<Row> => {
  const stage = await shared();
  const redis = await stage.startRedis();
  const round = async (name: RivalName): Promise<Round> => {
    const startedMs = clockMs();
    const bot = await stage.spawn(name, redis);
    await bot.ready();
    const readyMs = clockMs() - startedMs;
    const cpuMs = processorMs(bot.pid);
    await sleep(sizes.restMs);
    const megabytes = residentMegabytes(bot.pid);
    await bot.stop();
    return { readyMs, cpuMs, megabytes };
  };
  if (sizes.starts > 1) await Promise.all([round('relaydesk'), round('careful')]);
  const rounds = await inTurns(sizes.starts, {
    ours: () => round('relaydesk'),
    careful: () => round('careful'),
  });
  const rival = { name: 'careful', rounds: rounds.careful };
  return {
    name: 'start',
    title: 'Start to ready, memory at rest',
    how: `${sizes.starts} starts of each, in turns, with the files in the page cache; memory is the resident set ${sizes.restMs} ms after ready.`,
    lines: [
      against(
        { what: 'start to ready', unit: 'ms', figure: 'readyMs', goal: { atMost: 1.1 } },
        rounds.ours,
        rival,
      ),
      against(
        { what: 'processor time until ready', unit: 'ms', figure: 'cpuMs' },
        rounds.ours,
        rival,
      ),
      against(
        { what: 'memory at rest', unit: 'MB', figure: 'megabytes', goal: { atMost: 1.2 } },
        rounds.ours,
        rival,
      ),
    ],
  };
};
