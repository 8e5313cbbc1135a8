import type { Person } from './change-request.ts';
import type { FreezeWindow, FromChat } from './freeze.ts';

/** A freeze that somebody made in chat. */
export type ChatFreeze = FreezeWindow & { readonly chat: FromChat };

/** Somebody froze something, made a freeze longer, or lifted it. */
export interface FreezeNews {
  /** Names it in the outbox: no white space. */
  readonly id: string;
  readonly kind: 'freeze' | 'extend' | 'unfreeze';
  /** The project of the cloud. */
  readonly cloud: string;
  readonly freeze: ChatFreeze;
  /** Who did it. */
  readonly by: Person;
  readonly atMs: number;
  /** People have been told. */
  readonly isTold?: boolean | undefined;
}

/** Where freezes from chat are kept: one at a time for a project of the cloud and for each of its tasks. */
export interface FreezeStore {
  /**
   * The freezes of a project as a whole and of one task; of all its tasks where none is named. Those that are over
   * may be among them.
   */
  readonly load: (cloud: string, taskId?: string) => Promise<readonly ChatFreeze[]>;
  /**
   * Writes what follows on `before` (undefined: nothing holds there), with its line in the audit and its entry in the
   * outbox: all of it or nothing. `stale`: something else holds there by now; `many`: no more freezes are taken.
   */
  readonly save: (step: FreezeStep) => Promise<'written' | 'stale' | 'many'>;
}

export interface FreezeStep {
  readonly before: ChatFreeze | undefined;
  /** Undefined: nothing is frozen there any more. */
  readonly next: ChatFreeze | undefined;
  readonly news: FreezeNews;
  /** Line of the audit. */
  readonly line: string;
  readonly nowMs: number;
}
