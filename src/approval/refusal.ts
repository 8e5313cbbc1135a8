import type { UnreadableField } from '#src/relay/field.ts';
import type { Person, State } from './change-request.ts';

/** Every way of saying no, with what a person needs to understand it. */
export type Refusal =
  | { readonly reason: 'not_found' }
  | { readonly reason: 'not_an_approver' }
  | { readonly reason: 'no_approvers' }
  /** Those who are on the lists and are active are not enough, without the requester. */
  | { readonly reason: 'nobody_active' }
  | { readonly reason: 'own_request' }
  | { readonly reason: 'already_decided_by_you' }
  /** What this person could approve has been approved; other people are still missing. */
  | { readonly reason: 'others_are_missing' }
  | { readonly reason: 'not_a_full_member' }
  | { readonly reason: 'not_a_requester' }
  | { readonly reason: 'identity_unavailable' }
  | { readonly reason: 'not_the_requester' }
  | { readonly reason: 'not_yours_to_edit' }
  | { readonly reason: 'wrong_digest' }
  /** The task would go off air in other ways than the person was shown. */
  | { readonly reason: 'effects_changed' }
  | { readonly reason: 'lost_since' }
  | { readonly reason: 'edited_meanwhile' }
  | { readonly reason: 'other_task' }
  /** The task holds something that cannot be read, so a change of it would be a guess. */
  | { readonly reason: 'task_unreadable'; readonly fields: readonly UnreadableField[] }
  /** Files of the new list, from 1, that are missing or no media, where the configuration requires that none is. */
  | { readonly reason: 'source_unplayable'; readonly files: readonly number[] }
  | { readonly reason: 'note_missing' }
  | { readonly reason: 'frozen'; readonly untilMs: number; readonly why: string }
  | { readonly reason: 'expired'; readonly atMs: number }
  | {
      readonly reason: 'wrong_state';
      readonly state: State;
      /** It is applied by the word of the API alone: see `isNotHeld`. */
      readonly isNotHeld?: boolean | undefined;
      readonly atMs: number;
      readonly person?: Person | undefined;
    }
  | { readonly reason: 'already_open'; readonly id: string }
  | { readonly reason: 'too_many_open'; readonly open: number }
  | { readonly reason: 'not_for_break_glass' }
  | { readonly reason: 'not_a_freezer' }
  | { readonly reason: 'not_yours_to_answer' }
  | { readonly reason: 'already_answered'; readonly atMs: number }
  | { readonly reason: 'too_many_questions'; readonly max: number }
  | { readonly reason: 'already_reviewed'; readonly person: Person; readonly atMs: number }
  /** It is a part of this batch, and decided with it. */
  | { readonly reason: 'part_of'; readonly id: string }
  | { readonly reason: 'busy' };

export type RefusalReason = Refusal['reason'];
