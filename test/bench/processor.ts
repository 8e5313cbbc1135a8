import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What the kernel knows of a process. Linux only; elsewhere there are no figures. */

/** Processor time of all its threads so far, in milliseconds. */
export const processorMs = (pid: number): number => {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const spent = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    );
    return spent.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6;
  } catch {
    return Number.NaN;
  }
};

/** Its resident set. */
export const residentMegabytes = (pid: number): number => {
  try {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
};

/** How often this thread gave the processor away or had it taken; always 0 where the system does not tell. */
export const timesSwitched = (): number => {
  if (!TELLS) return 0;
  const counts = readFileSync(STATUS, 'utf8').matchAll(/voluntary_ctxt_switches:\s*(\d+)/g);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
};

const STATUS = '/proc/thread-self/status';
const TELLS = existsSync(STATUS);
