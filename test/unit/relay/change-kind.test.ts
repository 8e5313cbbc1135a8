import { expect, test } from 'vitest';
import { type ChangeKind, changeKind, pauses } from '#src/relay/change-kind.ts';
import type { Change } from '#src/relay/change.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

const END = '2026-11-27T12:00:00Z';
const task = (more: Partial<RelayTask> = {}): RelayTask => ({
  task_id: 'task-1',
  status: 'enable',
  source_urls: ['https://media.example.com/one.mp4'],
  end_time: END,
  ...more,
});

test.each<[string, Change, ChangeKind]>([
  ['a pause with another end', { status: 'pause', end_time: END }, 'pause'],
  ['a resume', { status: 'enable' }, 'resume'],
  [
    'a new list from its second file',
    { source_urls: [], vod_start_video_index: 1 },
    'new_playlist',
  ],
  ['an earlier end', { end_time: '2026-11-27T11:00:00Z' }, 'end_earlier'],
  ['a later end', { end_time: '2026-11-27T13:00:00Z' }, 'extend'],
  ['another start', { start_time: END }, 'move_start'],
  [
    'another file and second',
    { vod_start_video_index: 1, vod_start_video_time: 5 },
    'start_position',
  ],
  [
    'rounds, with how to switch',
    { vod_loop_time: '3', vod_refresh_type: 'immediate_new_source' },
    'rounds',
  ],
  ['events', { callback_events: ['TaskExit'] }, 'events'],
  ['how to switch alone', { vod_refresh_type: 'immediate_new_source' }, 'change'],
  ['an end and rounds', { end_time: END, vod_loop_time: '3' }, 'change'],
])('%s', (_what, change, kind) => {
  expect(changeKind(task(), change)).toBe(kind);
});

test('giving a task its first end makes it end earlier; with an unreadable end it is a mere change', () => {
  expect(changeKind(task({ end_time: undefined }), { end_time: END })).toBe('end_earlier');
  expect(changeKind(task({ end_time: 'soon' }), { end_time: END })).toBe('change');
});

test('a paused task is not paused by a change', () => {
  expect(pauses(task(), { status: 'pause' })).toBe(true);
  expect(pauses(task({ status: 'pause' }), { status: 'pause' })).toBe(false);
  expect(pauses(task(), { vod_loop_time: '3' })).toBe(false);
});
