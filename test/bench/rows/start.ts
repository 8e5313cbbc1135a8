import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { clockMs } from '../clock.ts';
import { inTurns, type Round } from '../figures.ts';
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
    const cpuMs = cpuMilliseconds(bot.pid);
    await sleep(sizes.restMs);
    const megabytes = residentMegabytes(bot.pid);
    await bot.stop();
    return { readyMs, cpuMs, megabytes };
  };
  if (sizes.starts > 1) await Promise.all([round('relaydesk'), round('bare')]);
  const rounds = await inTurns(sizes.starts, {
    ours: () => round('relaydesk'),
    bare: () => round('bare'),
  });
  const floor = { name: 'bare', rounds: rounds.bare };
  const goal = { atMost: 1.3 };
  return {
    name: 'start',
    title: 'Start to ready, memory at rest',
    how: `${sizes.starts} starts of each, in turns, with the files in the page cache; memory is the resident set ${sizes.restMs} ms after ready.`,
    lines: [
      against({ what: 'start to ready', unit: 'ms', figure: 'readyMs', goal }, rounds.ours, floor),
      against(
        { what: 'processor time until ready', unit: 'ms', figure: 'cpuMs' },
        rounds.ours,
        floor,
      ),
      against(
        { what: 'memory at rest', unit: 'MB', figure: 'megabytes', goal },
        rounds.ours,
        floor,
      ),
    ],
  };
};

/** Processor time from the kernel, in ticks of ten milliseconds. Linux only. */
const cpuMilliseconds = (pid: number): number => {
  try {
    const [user, system] = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '')
      .split(' ')
      .slice(11, 13);
    return (Number(user) + Number(system)) * 10;
  } catch {
    return Number.NaN;
  }
};

/** Linux only; elsewhere there is no figure. */
const residentMegabytes = (pid: number): number => {
  try {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
};
