import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Each project is one folder of test/. Unit and repo tests touch nothing outside the process and are quick;
// the others start real servers on free ports of the loopback interface, or take their time.
const project = (name: string, extra: Record<string, unknown> = {}) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], ...extra },
});
/** What keeps requests has to do so on a Cluster of three nodes as well. */
const OVER_A_CLUSTER = [
  'sha256',
  'stores/audit-trail',
  'stores/kept-events',
  'stores/policy-store',
  'stores/request-pages',
  'stores/request-store',
  'stores/stores',
  'stores/watch-store',
  'stores/two-steps',
  'stores/writers',
  'work/outbox',
  'work/taking-over',
];
/** Files that wait long come first, so that the others fill their waits, and none is left for the end. */
const ORDER = ['faults', 'browser', 'acceptance', 'bench'];
/** It plays against Slack's three seconds, so it does not share the machine with browsers. */
const FIRST = 'faults/short.test.ts';
const rankOf = ({ project: { name }, moduleId }: TestSpecification): number => {
  if (moduleId.endsWith(FIRST)) return -1;
  return ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length;
};
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the sequencer's own, not the array's
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

const withServers = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      // Generated cases by the hundred take their time on a busy machine.
      project('unit', { setupFiles: ['test/unit/setup.ts'], testTimeout: 60_000 }),
      project('repo', { testTimeout: 60_000 }),
      project('sandbox', withServers),
      project('integration', withServers),
      project('cluster', {
        ...withServers,
        include: OVER_A_CLUSTER.map((name) => `test/integration/redis/${name}.test.ts`),
        env: { TEST_REDIS: 'cluster' },
      }),
      project('acceptance', withServers),
      project('faults', withServers),
      // A browser on a machine that does other things as well: slow is no fault.
      project('browser', { testTimeout: 300_000, hookTimeout: 300_000 }),
      project('bench', withServers),
    ],
    // A module that is loaded once serves all test files of a worker: loading Bolt, zod and the rest
    // for each of them took longer than their tests. So no file may change what others load.
    isolate: false,
    globalSetup: 'test/build.ts',
    sequence: { sequencer: LongestFirst },
    // Most of the time is waiting for other processes, so there are more workers than cores.
    maxWorkers: 4,
    passWithNoTests: true,
    // One second, the default, is what another test on the same core may take.
    expect: { poll: { timeout: 20_000 } },
    reporters: ['default'],
  },
});
