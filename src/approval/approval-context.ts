import type { SendMode } from '#src/relay/payload.ts';
import type { AccountsOf, IsSame } from './accounts.ts';
import type { ChangeRequest } from './change-request.ts';
import type { FindingsStore } from './findings.ts';
import type { FreezeStore } from './freeze-store.ts';
import type { Directory, RequestStore } from './ports.ts';
import type { Refusal } from './refusal.ts';
import type { ProjectPolicy } from './requirement.ts';

/** What every part of approving works with. */
export interface ApprovalContext extends FindingsStore {
  readonly store: RequestStore;
  readonly freezes: FreezeStore;
  readonly directory: Directory;
  readonly projects: ReadonlyMap<string, ApprovalProject>;
  /** The policies by which replicas decide in a project of the cloud, as far as the last request that was loaded told. */
  readonly inForce: (cloud: string) => readonly ProjectPolicy[];
  /** Whether two accounts are one human being. */
  readonly isSame: IsSame;
  readonly accountsOf: AccountsOf;
  readonly now: () => number;
}

/** A project as far as approving is concerned. */
export interface ApprovalProject {
  readonly name: string;
  /** Which project of the cloud it is (`cloudProjectOf`); no two in a configuration are the same. */
  readonly cloud: string;
  readonly send: SendMode;
  readonly policy: ProjectPolicy;
  /** For how long after a change the stream of its task is looked at, in milliseconds. Undefined: not at all. */
  readonly guardMs?: number | undefined;
}

export type Result =
  | { readonly ok: true; readonly request: ChangeRequest }
  | { readonly ok: false; readonly refusal: Refusal; readonly request?: ChangeRequest };
