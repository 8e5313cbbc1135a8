import { expect, test } from 'vitest';
import {
  createPresets,
  type PresetProject,
  type PresetStore,
  type StoredPreset,
} from '#src/approval/submit/presets.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { taskWith } from '../../relay/sample-task.ts';
import { nowMs } from '../../relay/sample-task.ts';
import { lead, outsider, requestWith } from '../sample-request.ts';
import { project as approvalProject } from '../set-up-desk.ts';

const SLATE = { source_urls: ['https://media.example.com/slate.mp4'] };

const project: PresetProject = {
  ...approvalProject,
  sources: { schemes: ['https'] },
  presets: [{ name: 'standby', change: SLATE }],
};

const setUp = (answer: Awaited<ReturnType<PresetStore['write']>> = 'written') => {
  const stored: StoredPreset[] = [];
  const lines: Record<string, unknown>[] = [];
  const presets = createPresets({
    store: {
      all: () => Promise.resolve(stored),
      write: (_cloud, { put }, line) => {
        if (answer === 'written' && put) stored.push(put);
        lines.push(JSON.parse(line));
        return Promise.resolve(answer);
      },
    },
    whyNoApprover: (_project, { userId }) =>
      Promise.resolve(userId === lead.userId ? undefined : { reason: 'not_an_approver' }),
    now: () => nowMs,
  });
  return { presets, stored, lines };
};

const applied = (fields: Partial<ChangeRequest> = {}) =>
  requestWith({ state: 'applied', change: { vod_loop_time: '3' }, ...fields });

test('the change of an applied request is saved with who did it, and leaves a line in the audit', async () => {
  const { presets, stored, lines } = setUp();

  const result = await presets.save(project, { name: 'three', request: applied(), person: lead });

  expect(result.ok).toBe(true);
  expect(stored).toEqual([
    { name: 'three', change: { vod_loop_time: '3' }, by: lead, atMs: nowMs, from: 'R-142' },
  ]);
  expect(lines).toMatchObject([
    { event: 'preset_save', project: 'live-prod', person: lead, note: 'three', from: 'R-142' },
  ]);
});

const held = taskWith({ vod_loop_time: '1' });

test.each([
  ['that is not applied', applied({ state: 'failed' }), 'not_applied'],
  ['that the task does not hold', applied({ outcome: { sent: true, after: held } }), 'not_applied'],
  ['of times alone', applied({ change: { end_time: '2026-11-28T20:00:00Z' } }), 'only_times'],
  [
    'that rules of today forbid',
    applied({ change: { source_urls: ['http://10.0.0.1/a.mp4'] } }),
    'forbidden',
  ],
])('a change %s is not saved', async (_what, request, reason) => {
  const { presets, stored } = setUp();

  const result = await presets.save(project, { name: 'three', request, person: lead });

  expect(result).toMatchObject({ ok: false, refusal: { reason } });
  expect(stored).toEqual([]);
});

test('only approvers of the project save, rename and remove', async () => {
  const { presets, lines } = setUp();
  const person = outsider;

  const results = [
    await presets.save(project, { name: 'three', request: applied(), person }),
    await presets.rename(project, { name: 'three', to: 'four', person }),
    await presets.remove(project, { name: 'three', person }),
  ];

  expect(results.map((result) => !result.ok && result.refusal.reason)).toEqual(
    Array.from({ length: 3 }, () => 'not_allowed'),
  );
  expect(lines).toEqual([]);
});

test('one of the configuration is not shadowed, renamed or removed', async () => {
  const { presets } = setUp();
  await presets.save(project, { name: 'three', request: applied(), person: lead });

  const results = [
    await presets.save(project, { name: 'standby', request: applied(), person: lead }),
    await presets.rename(project, { name: 'three', to: 'standby', person: lead }),
    await presets.rename(project, { name: 'standby', to: 'other', person: lead }),
    await presets.remove(project, { name: 'standby', person: lead }),
  ];

  expect(results).toMatchObject(
    Array.from({ length: 4 }, () => ({ ok: false, refusal: { reason: 'in_file' } })),
  );
});

test('a saved one whose name the configuration takes later is listed and not offered', async () => {
  const { presets } = setUp();
  await presets.save(project, { name: 'three', request: applied(), person: lead });
  const later = { ...project, presets: [{ name: 'three', change: SLATE }] };

  expect(await presets.of(later)).toMatchObject([
    { name: 'three', change: SLATE, isHidden: false },
    { name: 'three', change: { vod_loop_time: '3' }, isHidden: true, stored: { from: 'R-142' } },
  ]);
});

test('a saved one that a rule of today forbids is listed with the reason', async () => {
  const { presets } = setUp();
  const request = applied({ change: SLATE });
  await presets.save(project, { name: 'slate', request, person: lead });
  const stricter = { ...project, presets: [], sources: { schemes: ['rtmp'] } };

  expect(await presets.of(stricter)).toMatchObject([
    { name: 'slate', problems: [{ code: 'url_scheme_not_allowed' }] },
  ]);
});

test.each(['taken', 'full'] as const)('a store that says %s is believed', async (reason) => {
  const { presets } = setUp(reason);

  const result = await presets.save(project, { name: 'x', request: applied(), person: lead });

  expect(result).toEqual({ ok: false, refusal: { reason } });
});
