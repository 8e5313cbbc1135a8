import { expect, test } from 'vitest';
import { NO_PROXIES } from '#src/config/proxies.ts';
import { sourceChecksConfig } from '#src/config/source-checks.ts';

const FILE = { check: 'require', ports: [8080], allow_private: ['10.0.0.0/8'] } as const;
const file = { ...FILE, ports: [...FILE.ports], allow_private: [...FILE.allow_private] };

test('sources are checked as configured', () => {
  expect(sourceChecksConfig(file, NO_PROXIES)).toEqual({
    check: 'require',
    offBecause: undefined,
    ports: [8080],
    allowPrivate: ['10.0.0.0/8'],
  });
});

test.each(['httpProxy', 'httpsProxy'])('behind a proxy (%s) it is off, and says why', (name) => {
  const proxies = { ...NO_PROXIES, [name]: 'http://proxy.example.com:3128' };

  expect(sourceChecksConfig(file, proxies)).toMatchObject({ check: 'off', offBecause: 'proxy' });
  expect(sourceChecksConfig({ ...file, check: 'off' }, proxies).offBecause).toBeUndefined();
});
