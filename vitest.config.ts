import { defineConfig } from 'vitest/config';

// Each project is one folder of test/. Unit and repo tests touch nothing outside the process;
// the others start real servers on free ports of the loopback interface.
const project = (name: string, extra: Record<string, unknown> = {}) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], ...extra },
});
const withServers = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      project('unit', { setupFiles: ['test/unit/setup.ts'] }),
      project('repo'),
      project('sandbox', withServers),
      project('integration', withServers),
      project('acceptance', withServers),
      project('faults', withServers),
      project('browser', withServers),
    ],
    passWithNoTests: true,
    reporters: ['default'],
  },
});
