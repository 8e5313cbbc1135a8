import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How often the kernel hands out shares, in microseconds; short, so that nobody waits long for theirs. */
const PERIOD_US = 10_000;
const V2 = '/sys/fs/cgroup';
const V1 = '/sys/fs/cgroup/cpu';

/** A lid on what processes may take of the machine. */
export interface Lid {
  readonly lift: () => void;
}

/**
 * Lets each process have so much of one core and no more, as a container with a limit has. It takes the
 * control groups of Linux and the right to make some; undefined where that is not to be had.
 */
export const limitTo = (share: number, pids: readonly number[]): Lid | undefined => {
  const folders: string[] = [];
  const lift = (): void => {
    for (const folder of folders.splice(0)) putBack(folder);
  };
  try {
    for (const pid of pids) folders.push(groupWith(pid, share));
    return { lift };
  } catch {
    lift();
    return undefined;
  }
};

const isV1 = (): boolean => existsSync(join(V1, 'cpu.cfs_quota_us'));

const groupWith = (pid: number, share: number): string => {
  const folder = join(isV1() ? V1 : V2, `relaydesk-bench-${pid}`);
  const quota = Math.round(PERIOD_US * share);
  mkdirSync(folder);
  if (isV1()) {
    writeFileSync(join(folder, 'cpu.cfs_period_us'), String(PERIOD_US));
    writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(quota));
  } else {
    writeFileSync(join(folder, 'cpu.max'), `${quota} ${PERIOD_US}`);
  }
  writeFileSync(join(folder, 'cgroup.procs'), String(pid));
  return folder;
};

/** A group can be removed when nobody is in it: who still is goes back to where everybody is. */
const putBack = (folder: string): void => {
  try {
    writeFileSync(join(isV1() ? V1 : V2, 'cgroup.procs'), folder.split('-').at(-1) ?? '');
  } catch {
    // It has ended already.
  }
  rmdirSync(folder);
};
