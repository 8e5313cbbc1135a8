/**
 * Why a call failed, where the API itself does not say. A plain value that is stored and logged; `slack/words` has a
 * sentence for each. It holds no secrets.
 */
export type FailureReason =
  | { readonly is: PlainReason }
  /** `about`: a system's error code, or the first characters of the answer, with secrets masked. */
  | { readonly is: WireReason; readonly about?: string | undefined }
  /** Nothing is sent until then: `YYYY-MM-DDThh:mm:ssZ`. */
  | { readonly is: HeldReason; readonly until: string }
  | { readonly is: 'sign_in_failed'; readonly because?: FailureReason | undefined };

export type PlainReason =
  | 'no_answer_in_time'
  | 'head_too_long'
  | 'redirect'
  /** A 200 to a PUT that names another task. */
  | 'another_task_named'
  /** An answer about other tasks than the requested one. */
  | 'other_tasks'
  | 'task_several_times'
  /** The call waited too long for others and was not made. */
  | 'turn_too_late'
  | 'token_too_long'
  | 'password_unreadable'
  | 'key_unreadable'
  | 'task_deleted'
  /** Another task has its id. */
  | 'task_replaced'
  | 'project_not_configured'
  /** The request came too late to be run. */
  | 'slot_missed'
  /** The process was frozen between marking the call as begun and making it. */
  | 'stood_still';

export type WireReason =
  | 'not_connected'
  | 'connection_broke'
  | 'no_error_code'
  | 'unknown_shape'
  | 'not_json'
  | 'empty'
  | 'cut'
  | 'too_large';

export type HeldReason = 'key_held' | 'sign_in_held' | 'new_token_refused';
