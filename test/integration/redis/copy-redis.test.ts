import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startRedis } from '#sandbox/redis.ts';

const script = fileURLToPath(new URL('../../../deploy/copy-redis.sh', import.meta.url));

const copy = (...words: readonly string[]) =>
  new Promise<{ readonly code: number; readonly errors: string }>((resolve) => {
    const child = execFile(script, words, (_error, _output, errors) =>
      resolve({ code: child.exitCode ?? -1, errors }),
    );
  });

test('no copy is made where the rewrite of the file cannot be put off', async () => {
  const redis = await startRedis({ config: { requirepass: 'secret' } });
  onTestFinished(() => redis.stop());
  const archive = join(redis.dir, '..', `copy-${redis.port}.tgz`);

  const { code, errors } = await copy(redis.dir, archive, '-u', redis.url);

  expect(errors).toContain('nothing was copied');
  expect({ code, isThere: existsSync(archive) }).toEqual({ code: 1, isThere: false });
});
