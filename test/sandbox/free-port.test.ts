import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { nodePath } from './bot.ts';
import { freePort } from './free-port.ts';

const range = { first: 32_100, last: 32_103 };
const server = createServer();
afterEach(() => server.close());

test('no port is given out twice or while somebody listens on it', async () => {
  await new Promise<void>((resolve) => server.listen(range.first, '127.0.0.1', resolve));

  const ours = [await freePort(range), await freePort(range)];
  const theirs = execFileSync(nodePath(), [
    '--input-type=module',
    '--eval',
    `import { freePort } from ${JSON.stringify(new URL('free-port.ts', import.meta.url).href)};
     console.log(await freePort(${JSON.stringify(range)}));`,
  ]);

  expect(new Set([...ours, Number(theirs)])).toEqual(new Set([32_101, 32_102, 32_103]));
});
