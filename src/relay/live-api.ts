import type { FailureReason } from './failure-reason.ts';
import type { Payload } from './payload.ts';
import type { RelayTask } from './relay-task.ts';

/**
 * A call that failed. The answer is kept word for word: people search for these codes and quote the request id to
 * Huawei's support.
 */
export interface Failure {
  /**
   * - `answered`: an answer with an error; `error_code` and `error_msg` as they came, if any
   * - `unreadable`: an answer that could not be understood; `reason` has its first characters
   * - `timeout`, `network`: no answer
   * - `credentials`: no call was made, because signing in was refused or is held back; `reason` says why
   * - `task_gone`: the API no longer knows the task
   */
  readonly kind: 'answered' | 'unreadable' | 'timeout' | 'network' | 'credentials' | 'task_gone';
  readonly http_status?: number | undefined;
  readonly error_code?: string | undefined;
  readonly error_msg?: string | undefined;
  readonly error_detail?: string | undefined;
  /** About a permission that is missing; the account's administrator can decode it. */
  readonly encoded_authorization_message?: string | undefined;
  readonly request_id?: string | undefined;
  /** Our own explanation of what the API does not explain. */
  readonly reason?: FailureReason | undefined;
  /** The same as an English sentence, in records of versions before `reason`. */
  readonly detail?: string | undefined;
}

export type Read =
  | { readonly ok: true; readonly task: RelayTask; readonly request_id?: string | undefined }
  | { readonly ok: false; readonly failure: Failure };

export type TaskList =
  | {
      readonly ok: true;
      readonly tasks: readonly RelayTask[];
      /** How many more the API counts, or lists in a form that cannot be read; undefined: none. */
      readonly missing?: number | undefined;
    }
  | { readonly ok: false; readonly failure: Failure };

/** The outcome of a PUT. */
export type ModifyAnswer =
  | {
      readonly kind: 'accepted';
      readonly task_id: string;
      readonly request_id?: string | undefined;
    }
  /** The API refused: nothing should have been applied. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** The call was never sent. */
  | { readonly kind: 'not_sent'; readonly failure: Failure }
  /** It was sent and may have been applied: only reading the task can tell. */
  | { readonly kind: 'unknown'; readonly failure: Failure };

export interface RelayTasks {
  /** The task as it is now. An id that the API does not know is `not_found`, not a failure. */
  readonly read: (taskId: string) => Promise<Read | { readonly ok: 'not_found' }>;
  /** Every task of the project, page by page; `between` runs before each further page, and may throw. */
  readonly list: (between?: () => Promise<void>) => Promise<TaskList>;
  /** Performs the PUT. `payload` is sent as it is, and not after `notAfterMs`, however long the call has to wait. */
  readonly modify: (payload: Payload, notAfterMs: number) => Promise<ModifyAnswer>;
}
