import type { SendMode } from '#src/relay/payload.ts';
import type { AccountsOf, IsSame } from './policy/accounts.ts';
import type { FreezeStore } from './policy/freeze-store.ts';
import type { ProjectPolicy } from './policy/requirement.ts';
import type { Directory, RequestStore } from './ports.ts';
import type { ChangeRequest } from './record/change-request.ts';
import type { FindingsStore } from './record/findings.ts';
import type { BatchSettings } from './record/part.ts';
import type { Refusal } from './record/refusal.ts';

export interface ApprovalContext extends FindingsStore {
  readonly store: RequestStore;
  readonly freezes: FreezeStore;
  readonly directory: Directory;
  readonly projects: ReadonlyMap<string, ApprovalProject>;
  /** The policies by which replicas decide in a project of the cloud, as of the last request that was loaded. */
  readonly inForce: (cloud: string) => readonly ProjectPolicy[];
  readonly isSame: IsSame;
  readonly accountsOf: AccountsOf;
  readonly now: () => number;
}

export interface ApprovalProject {
  readonly name: string;
  /** Which project of the cloud it is (`cloudProjectOf`). Unique within a configuration. */
  readonly cloud: string;
  readonly send: SendMode;
  readonly policy: ProjectPolicy;
  /** For how long after a change the stream of its task is checked, in milliseconds. Undefined: not at all. */
  readonly guardMs?: number | undefined;
  /** How the tasks of one request run. Undefined: by default. */
  readonly batches?: BatchSettings | undefined;
}

export type Result =
  | { readonly ok: true; readonly request: ChangeRequest }
  | { readonly ok: false; readonly refusal: Refusal; readonly request?: ChangeRequest | undefined };
