import type { Person } from '#src/approval/record/change-request.ts';
import type { FreezeWindow, FromChat } from './freeze.ts';

export type ChatFreeze = FreezeWindow & { readonly chat: FromChat };

export interface FreezeNews {
  /** Its name in the outbox; without white space. */
  readonly id: string;
  readonly kind: 'freeze' | 'extend' | 'unfreeze';
  /** The project of the cloud. */
  readonly cloud: string;
  readonly freeze: ChatFreeze;
  readonly by: Person;
  readonly atMs: number;
  readonly isTold?: boolean | undefined;
}

/** Where freezes from chat are kept: one for a project of the cloud, and one for each of its tasks. */
export interface FreezeStore {
  /**
   * The freezes of a whole project and of one task, or of all its tasks if none is named. May include those that are
   * over.
   */
  readonly load: (cloud: string, taskId?: string) => Promise<readonly ChatFreeze[]>;
  /**
   * Writes the freeze that replaces `before` (undefined: there is none), with its audit line and its outbox entry:
   * all of it or nothing. `stale`: it is no longer `before`; `many`: the limit is reached.
   */
  readonly save: (step: FreezeStep) => Promise<'written' | 'stale' | 'many'>;
}

export interface FreezeStep {
  readonly before: ChatFreeze | undefined;
  /** Undefined: the freeze is lifted. */
  readonly next: ChatFreeze | undefined;
  readonly news: FreezeNews;
  readonly line: string;
  readonly nowMs: number;
}
