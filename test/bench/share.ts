import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The kernel's period for shares, in microseconds; short, so that waits are short. */
const PERIOD_US = 10_000;
const V2 = '/sys/fs/cgroup';
const V1 = '/sys/fs/cgroup/cpu';

/** A limit on the processor time of processes. */
export interface Lid {
  readonly lift: () => void;
}

/**
 * Limits each process to a share of one core, like a container. It needs Linux control groups and the right to create
 * them; undefined if unavailable.
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

/** Only an empty group can be removed, so remaining processes move back to the root group. */
const putBack = (folder: string): void => {
  try {
    writeFileSync(join(isV1() ? V1 : V2, 'cgroup.procs'), folder.split('-').at(-1) ?? '');
  } catch {
    // It has ended already.
  }
  rmdirSync(folder);
};
