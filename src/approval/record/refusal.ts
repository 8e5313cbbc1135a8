import type { UnreadableField } from '#src/relay/field.ts';
import type { Person, State } from './change-request.ts';

/** All reasons for a no, with what a person needs to understand it. */
export type Refusal =
  | { readonly reason: 'not_found' }
  | { readonly reason: 'not_an_approver' }
  | { readonly reason: 'no_approvers' }
  /** The lists do not have enough active people besides the requester. */
  | { readonly reason: 'nobody_active' }
  | { readonly reason: 'own_request' }
  | { readonly reason: 'already_decided_by_you' }
  /** What this person could approve is approved already; other people are still missing. */
  | { readonly reason: 'others_are_missing' }
  | { readonly reason: 'not_a_full_member' }
  | { readonly reason: 'not_a_requester' }
  | { readonly reason: 'identity_unavailable' }
  | { readonly reason: 'not_the_requester' }
  | { readonly reason: 'not_yours_to_edit' }
  | { readonly reason: 'wrong_digest' }
  /** The task could go off air in other ways than the person was shown. */
  | { readonly reason: 'effects_changed' }
  | { readonly reason: 'lost_since' }
  | { readonly reason: 'edited_meanwhile' }
  | { readonly reason: 'other_task' }
  /** It runs as soon as it is approved, so it has no time to move. */
  | { readonly reason: 'not_scheduled' }
  | { readonly reason: 'time_passed' | 'time_unchanged' }
  /** A way back runs a minute after its change at the earliest. */
  | { readonly reason: 'back_too_early' }
  /** Its way back comes at that time, before the change could have run. */
  | { readonly reason: 'back_too_soon'; readonly atMs: number }
  /** That request was to undo it, and ended or was held as it failed. */
  | { readonly reason: 'way_back_lost'; readonly id: string }
  /** It builds on that request, which runs at that time. */
  | { readonly reason: 'before_predecessor'; readonly id: string; readonly atMs: number }
  /** That request, which runs at that time, builds on it. */
  | { readonly reason: 'after_follower'; readonly id: string; readonly atMs: number }
  /** The task has a value that cannot be read, so a change would be a guess. */
  | { readonly reason: 'task_unreadable'; readonly fields: readonly UnreadableField[] }
  /** Files of the new list, from 1, that are missing or not media, although the configuration requires it. */
  | { readonly reason: 'source_unplayable'; readonly files: readonly number[] }
  | { readonly reason: 'note_missing' }
  | { readonly reason: 'frozen'; readonly untilMs: number; readonly why: string }
  | { readonly reason: 'expired'; readonly atMs: number }
  | {
      readonly reason: 'wrong_state';
      readonly state: State;
      /** It is applied only according to the API: see `isNotHeld`. */
      readonly isNotHeld?: boolean | undefined;
      readonly atMs: number;
      readonly person?: Person | undefined;
    }
  /** The change cannot be built on what that request will leave. */
  | ({ readonly reason: 'cannot_follow'; readonly id: string } & CannotFollow)
  /** It is to set the task back by itself, and that request is built on it. */
  | { readonly reason: 'followed_by'; readonly id: string }
  | { readonly reason: 'already_open'; readonly id: string }
  | { readonly reason: 'too_many_open'; readonly open: number }
  /** Viewers of some tasks may lose something at once, nobody has to approve, and the requester was not asked. */
  | { readonly reason: 'not_confirmed' }
  | { readonly reason: 'not_for_break_glass' }
  | { readonly reason: 'not_a_freezer' }
  | { readonly reason: 'not_yours_to_answer' }
  | { readonly reason: 'already_answered'; readonly atMs: number }
  | { readonly reason: 'too_many_questions'; readonly max: number }
  | { readonly reason: 'already_reviewed'; readonly person: Person; readonly atMs: number }
  /** It is a part of this batch, and is decided with it. */
  | { readonly reason: 'part_of'; readonly id: string }
  /** A part of a batch that takes several approvals, and is shown in no place where others could approve its retry. */
  | { readonly reason: 'part_needs_more' }
  | { readonly reason: 'busy' };

/** Why a change cannot be built on another request. */
export type CannotFollow =
  /** It is not in the store, is not scheduled, or was changed since it was read for this. */
  | { readonly why: 'gone' | 'unscheduled' | 'changed' }
  | { readonly why: 'over'; readonly state: State }
  /** It sets the task back by itself; `by`: the request that does, once that is one. */
  | { readonly why: 'sets_back'; readonly by?: string | undefined }
  /** Another request is built on it, after which this one could come. */
  | { readonly why: 'followed'; readonly by: string }
  /** The time of the change has to be that or later. */
  | { readonly why: 'early'; readonly fromMs: number }
  | { readonly why: 'long'; readonly max: number };

export type RefusalReason = Refusal['reason'];
