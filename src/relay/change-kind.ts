import { type Change, changedFields } from './change.ts';
import { fieldOf, momentOf } from './field.ts';
import type { ModifiableField, RelayTask } from './relay-task.ts';

/** What a change is, in one word: the verb of its title. */
export type ChangeKind =
  | 'pause'
  | 'resume'
  | 'new_playlist'
  | 'end_earlier'
  | 'extend'
  | 'move_start'
  | 'start_position'
  | 'rounds'
  | 'events'
  | 'change';

const POSITION: readonly ModifiableField[] = ['vod_start_video_index', 'vod_start_video_time'];

/**
 * A pause or a resume comes before everything else in the change, and a new playlist before the rest. Other changes
 * have a word of their own when they are about one thing other than the refresh type.
 */
export function changeKind(base: RelayTask, change: Change): ChangeKind {
  if (change.status !== undefined) return change.status === 'pause' ? 'pause' : 'resume';
  if (change.source_urls) return 'new_playlist';
  const fields = changedFields(change).filter((field) => field !== 'vod_refresh_type');
  const [field] = fields;
  if (fields.length > 0 && fields.every((each) => POSITION.includes(each))) return 'start_position';
  return fields.length === 1 && field !== undefined ? kindOf(field, base, change) : 'change';
}

/** Whether this change pauses a task that was not paused. */
export function pauses(base: RelayTask, change: Change): boolean {
  const held = fieldOf(base, 'status');
  return change.status === 'pause' && !(held.kind === 'known' && held.value === 'pause');
}

function kindOf(field: ModifiableField, base: RelayTask, change: Change): ChangeKind {
  switch (field) {
    case 'start_time':
      return 'move_start';
    case 'vod_loop_time':
      return 'rounds';
    case 'callback_events':
      return 'events';
    case 'end_time': {
      const [wanted, held] = [momentOf(change, 'end_time'), momentOf(base, 'end_time')];
      if (typeof wanted !== 'number' || held === 'unclear') return 'change';
      return held === 'none' || wanted < held ? 'end_earlier' : 'extend';
    }
    default:
      return 'change';
  }
}
