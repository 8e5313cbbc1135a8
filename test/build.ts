import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Processes that tests start are those that people run: from `dist/`, built from what is here now. */
export const setup = (): void => {
  const script = fileURLToPath(new URL('setup.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [script, 'build'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('dist/ could not be built');
};
