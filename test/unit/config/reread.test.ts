import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { expect, test } from 'vitest';
import type { LoadedConfig } from '#src/config/load-config.ts';
import { loadedFrom, project, written } from './set-up-config.ts';

const write = (fields: object, more: object = {}): string =>
  written('reread.yml', stringify({ projects: [{ ...project, ...fields }], ...more }));

/** A running process whose file is like this. */
function running(fields: object = {}, environment: Record<string, string> = {}) {
  const result = loadedFrom({ RELAYDESK_CONFIG: write(fields), ...environment });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result;
}

type Running = Extract<LoadedConfig, { readonly ok: true }>;

const quorumOf = ({ current }: Running): number | undefined => current().projects[0]?.policy.quorum;

test('a file is in force when it is adopted, and not before', () => {
  const desk = running();
  write({ policy: { quorum: 2 } });

  const found = desk.reread().check();
  expect(quorumOf(desk)).toBe(1);
  if (found.ok) found.adopt();

  expect(found).toMatchObject({ ok: true, changed: ['projects[live-prod].policy'] });
  expect(quorumOf(desk)).toBe(2);
  expect(desk.latest(() => undefined)).toBe(desk.current());
  expect(desk.reread().isInForce).toBe(true);
});

test('a file with problems is refused, all of them named, and nothing changes', () => {
  const desk = running();
  write({ policy: { quorum: 0 }, language: 'fr' });

  expect(desk.reread().check()).toEqual({
    ok: false,
    problems: [
      expect.stringMatching(/projects\[0\]\.language/),
      expect.stringMatching(/projects\[0\]\.policy\.quorum: must be at least 1/),
    ],
  });
  expect(quorumOf(desk)).toBe(1);
});

test('what a running process cannot take is refused as a whole, with the keys', () => {
  const desk = running();
  write({ policy: { quorum: 2 }, region: 'cn-north-1' }, { redis: { wait_replicas: 1 } });

  expect(desk.reread().check()).toEqual({
    ok: false,
    problems: [
      expect.stringMatching(/reread\.yml: needs a restart: redis, projects\[live-prod\]\.region$/),
    ],
  });
  expect(quorumOf(desk)).toBe(1);
});

test('a file that is gone, or no YAML, is refused', () => {
  const desk = running();
  const path = written('reread.yml', 'projects: [');
  expect(desk.reread().check()).toMatchObject({ ok: false });

  rmSync(path);

  expect(desk.reread().check()).toEqual({
    ok: false,
    problems: [expect.stringMatching(/cannot be read/)],
  });
});

test('a file that took the place of the other, and a folder whose link moved, are followed', () => {
  const desk = running();
  const path = write({});
  renameSync(written('new.yml', stringify({ projects: [project], retention: '30d' })), path);
  expect(desk.reread().check()).toMatchObject({ ok: true, changed: ['retention'] });

  const folder = join(dirname(path), 'config-map');
  mkdirSync(join(folder, '..v1'), { recursive: true });
  mkdirSync(join(folder, '..v2'));
  for (const [version, retention] of [
    ['..v1', '10d'],
    ['..v2', '20d'],
  ] as const) {
    written(`config-map/${version}/desk.yml`, stringify({ projects: [project], retention }));
  }
  symlinkSync('..v1', join(folder, '..data'));
  symlinkSync('..data/desk.yml', join(folder, 'desk.yml'));
  const mounted = running({}, { RELAYDESK_CONFIG: join(folder, 'desk.yml') });
  symlinkSync('..v2', join(folder, '..tmp'));
  renameSync(join(folder, '..tmp'), join(folder, '..data'));

  expect(mounted.reread().check()).toMatchObject({ ok: true, changed: ['retention'] });
});

test('a secret that rotates meanwhile is no difference, and stays the new one', () => {
  const file = written('reread-key', 'old-key');
  const desk = running({}, { HW_SK: '', HW_SK_FILE: file });
  write({ policy: { quorum: 2 } });
  const found = desk.reread().check();

  written('reread-key', 'new-key');
  if (found.ok) found.adopt();

  expect(desk.latest(() => undefined).projects[0]?.auth.aksk?.secret_key).toBe('new-key');
  expect(quorumOf(desk)).toBe(2);
});

test('secrets of a project that is added are known before it is in force', () => {
  const desk = running({}, { OTHER_SK: 'other-secret-key' });
  const auth = { aksk: { access_key: '$HW_AK', secret_key: '$OTHER_SK' } };
  const other = { ...project, name: 'live-test', project_id: 'f'.repeat(32), auth };
  written('reread.yml', stringify({ projects: [project, other] }));

  desk.reread().check();

  expect(desk.secrets()).toContain('other-secret-key');
});

const keyOf = (desk: Running): string | undefined =>
  desk.latest(() => undefined).projects[0]?.auth.aksk?.secret_key;

test('a secret that rotates while a file is refused is used all the same', () => {
  const desk = running({}, { HW_SK: '', HW_SK_FILE: written('key', 'old-key') });
  write({ policy: { quorum: 0 } });
  written('key', 'new-key');

  expect(desk.reread().check()).toMatchObject({ ok: false });

  expect(keyOf(desk)).toBe('new-key');
});

test('a missing secret that only a refused file named hinders nothing once that file is gone', () => {
  const missing = join(dirname(written('x', '')), 'missing');
  const desk = running(
    {},
    { HW_SK: '', HW_SK_FILE: written('key', 'old-key'), EVENTS_FILE: missing },
  );
  write({}, { events: { token: '$EVENTS' } });
  expect(desk.reread().check()).toMatchObject({ ok: false });

  written('key', 'new-key');
  write({ policy: { quorum: 2 } });

  expect(keyOf(desk)).toBe('new-key');
  expect(desk.reread().check()).toMatchObject({ ok: true });
});
