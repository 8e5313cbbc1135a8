import { expect, test } from 'vitest';
import { STORED_PRESETS_MAX, type StoredPreset } from '#src/approval/submit/presets.ts';
import { verifyAudit } from '#src/approval/audit/audit.ts';
import { createAuditTrail } from '#src/redis/stores/audit-trail.ts';
import { createPresetStore } from '#src/redis/stores/presets.ts';
import { nowMs } from '../../../unit/relay/sample-task.ts';
import { setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const CLOUD = 'live.example.com:443/0123';

const presetNamed = (name: string): StoredPreset => ({
  name,
  change: { status: 'pause' },
  by: { userId: 'U1' },
  atMs: nowMs,
  from: 'R-1',
});

const setUp = () => {
  const connection = redis.connection();
  const store = createPresetStore(connection);
  const trail = createAuditTrail(connection);
  const names = async (): Promise<string[]> =>
    (await store.all(CLOUD)).map(({ name }) => name).toSorted();
  return { store, trail, names };
};

test('a preset is saved, renamed and removed, each with a line in the audit', async () => {
  const { store, trail, names } = setUp();
  const first = presetNamed('a');

  expect(await store.write(CLOUD, { put: first }, '{"n":1}')).toBe('written');
  expect(await store.all(CLOUD)).toEqual([first]);
  expect(await store.write(CLOUD, { remove: 'a', put: presetNamed('b') }, '{"n":2}')).toBe(
    'written',
  );
  expect(await names()).toEqual(['b']);
  expect(await store.write(CLOUD, { remove: 'b' }, '{"n":3}')).toBe('written');
  expect(await names()).toEqual([]);
  expect(await store.all('elsewhere')).toEqual([]);
  expect(await verifyAudit(trail)).toMatchObject({ ok: true, count: 3 });
});

test('a name that is taken or gone changes nothing and leaves no line', async () => {
  const { store, trail, names } = setUp();
  for (const name of ['a', 'b']) await store.write(CLOUD, { put: presetNamed(name) }, '{}');
  const other = { ...presetNamed('a'), from: 'R-2' };

  expect(await store.write(CLOUD, { put: other }, '{}')).toBe('taken');
  expect(await store.write(CLOUD, { remove: 'b', put: other }, '{}')).toBe('taken');
  expect(await store.write(CLOUD, { remove: 'c', put: presetNamed('d') }, '{}')).toBe('gone');
  expect(await store.write(CLOUD, { remove: 'c' }, '{}')).toBe('gone');
  expect(await names()).toEqual(['a', 'b']);
  expect(await trail.count()).toBe(2);
});

test('a write that is sent again counts once', async () => {
  const { store, trail } = setUp();

  expect(await store.write(CLOUD, { put: presetNamed('a') }, '{}')).toBe('written');
  expect(await store.write(CLOUD, { put: presetNamed('a') }, '{}')).toBe('written');
  expect(await trail.count()).toBe(1);
});

test('a project has only so many, and a rename still works at that bound', async () => {
  const { store, names } = setUp();
  const all = Array.from({ length: STORED_PRESETS_MAX }, (_each, at) => `p${at}`);
  for (const name of all) await store.write(CLOUD, { put: presetNamed(name) }, '{}');

  expect(await store.write(CLOUD, { put: presetNamed('more') }, '{}')).toBe('full');
  expect(await store.write(CLOUD, { remove: 'p0', put: presetNamed('q') }, '{}')).toBe('written');
  expect(await names()).toHaveLength(STORED_PRESETS_MAX);
});
