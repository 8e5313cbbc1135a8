import type { Person, State } from '#src/approval/change-request.ts';
import type { MessageRef } from '#src/ports/shown.ts';
import type { Ending } from '#src/relay/forecast/ending.ts';
import type { RelayTasks } from '#src/relay/live-api.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

/** When relay tasks of a project go off air by themselves. */
export interface Endings {
  /** By task id; a task that is missing is paused, has ended, or has no end. Asks the store alone. */
  readonly of: (
    project: string,
    tasks: readonly RelayTask[],
  ) => Promise<ReadonlyMap<string, Ending>>;
}

/** A project as far as what ends in it is concerned. */
export interface EndingProject {
  readonly name: string;
  readonly cloud: string;
  /** Names or ids of tasks that should stay on air; `*` stands for any characters. */
  readonly keepOnAir: readonly string[];
  /** When the digest of what ends within a day is posted, like `09:00` in `timeZone`; undefined: none is. */
  readonly digestAt?: string | undefined;
  readonly timeZone: string;
  /** Lists every task through a gate of its own, so that no click and no PUT waits for it. */
  readonly sweeps: Pick<RelayTasks, 'list'>;
  readonly tasks: Pick<RelayTasks, 'read'>;
}

/** A relay task that goes off air by itself at a known moment. */
export interface TaskEnd {
  readonly taskId: string;
  readonly name: string;
  readonly ending: Ending & { readonly atMs: number };
  /** Whether it should stay on air. */
  readonly isKept: boolean;
  /** Whether relaydesk can ask for another end. */
  readonly isChangeable: boolean;
}

/** What became of an end that people were called for. */
export type Settled =
  | { readonly kind: 'moved'; readonly ending: Ending | undefined }
  | { readonly kind: 'paused' | 'gone' | 'over' };

/** An end that people were called for, as the message about it shows it. */
export interface NoticedEnd extends TaskEnd {
  /** Requests for the task that were open then. */
  readonly open: readonly { readonly id: string; readonly state: State }[];
  readonly settled?: Settled | undefined;
}

/** One message about ends that come at about the same time. */
export interface EndNotice {
  readonly id: string;
  readonly cloud: string;
  readonly atMs: number;
  readonly ends: readonly NoticedEnd[];
  /** How many more end then than are named. */
  readonly more: number;
  /** Of the daily digest: names of tasks that may end sooner than they are to, and how many more there are. */
  readonly digest?:
    | { readonly unknown: readonly string[]; readonly moreUnknown: number }
    | undefined;
  /** Undefined until it is posted. */
  readonly message?: MessageRef | undefined;
}

/** Somebody lets a task end: nobody is called for that end again. */
export interface LetEnd {
  readonly taskId: string;
  readonly endMs: number;
  readonly by: Person;
  readonly atMs: number;
}

/** An end that people were called for, and in which message; in none: there were too many to name. */
export interface ToldEnd {
  readonly endMs: number;
  readonly notice?: string | undefined;
}

/** By task id. */
export type ToldEnds = Readonly<Record<string, ToldEnd>>;

/** What the loop of a project remembers from step to step. */
export interface EndingState {
  /** When every task was read last, in Unix milliseconds; 0 for never. */
  readonly readMs: number;
  readonly told: ToldEnds;
  /** The moment of the last digest, in Unix milliseconds; undefined before the first step. */
  readonly digestedMs?: number | undefined;
  /** The first of what ends within a day, in order, and how many there are in all. */
  readonly soon?: readonly TaskEnd[] | undefined;
  readonly soonCount?: number | undefined;
  /** When tasks end within two hours that should stay on air and that nobody lets end: the first hundred, in order. */
  readonly kept?: readonly { readonly taskId: string; readonly endMs: number }[] | undefined;
  /** A message that was about to be posted: it may be there without being noted. */
  readonly posting?:
    | {
        readonly notice: EndNotice;
        readonly told: ToldEnds;
        /** Of a digest: its moment. */
        readonly digestedMs?: number | undefined;
      }
    | undefined;
}

export interface EndingStore {
  readonly load: (cloud: string) => Promise<EndingState>;
  /** Written by the loop alone; false: another replica has the lease of it by now, so it goes on with it. */
  readonly save: (cloud: string, state: EndingState) => Promise<boolean>;
  readonly loadNotice: (id: string) => Promise<EndNotice | undefined>;
  readonly saveNotice: (notice: EndNotice) => Promise<void>;
  /** By task id; for an end that has passed it is kept a while. */
  readonly letEnds: (cloud: string) => Promise<ReadonlyMap<string, LetEnd>>;
  readonly letEnd: (cloud: string, mark: LetEnd) => Promise<void>;
  readonly forgetLetEnds: (cloud: string, taskIds: readonly string[]) => Promise<void>;
  /** Has the first step of a project made at this time, or before. */
  readonly arm: (cloud: string, atMs: number) => Promise<void>;
}

/** What ends within a day in a project, as its tasks were read last. */
export interface EndingSoon {
  readonly project: string;
  readonly readMs: number;
  /** The first of them, in order. */
  readonly ends: readonly TaskEnd[];
  readonly count: number;
}

/** Messages about ends in the ops channel. */
export interface EndingPoster {
  /** Throws until the channel takes one more message. */
  readonly takeSlot: (notice: EndNotice) => Promise<void>;
  readonly post: (notice: EndNotice, letEnds: ReadonlyMap<string, LetEnd>) => Promise<MessageRef>;
  /** One that was posted without being noted down. */
  readonly find: (notice: EndNotice) => Promise<MessageRef | undefined>;
  readonly update: (notice: EndNotice, letEnds: ReadonlyMap<string, LetEnd>) => Promise<void>;
}
