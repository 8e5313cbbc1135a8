import type { Person, State } from '#src/approval/record/change-request.ts';
import type { MessageRef } from '#src/ports/shown.ts';
import type { Ending } from '#src/relay/forecast/ending.ts';
import type { RelayTasks } from '#src/relay/live-api.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

/** When relay tasks of a project go off air by themselves. */
export interface Endings {
  /** By task id; a missing task is paused, has ended, or has no end. Reads only from the store. */
  readonly of: (
    project: string,
    tasks: readonly RelayTask[],
  ) => Promise<ReadonlyMap<string, Ending>>;
}

export interface EndingProject {
  readonly name: string;
  readonly cloud: string;
  /** Names or ids of tasks that should stay on air; `*` stands for any characters. */
  readonly keepOnAir: readonly string[];
  /** When the daily digest is posted, like `09:00` in `timeZone`; undefined: never. */
  readonly digestAt?: string | undefined;
  readonly timeZone: string;
  /** Lists every task through a gate of its own, so that no click or PUT waits for it. */
  readonly sweeps: Pick<RelayTasks, 'list'>;
  readonly tasks: Pick<RelayTasks, 'read'>;
}

/** A relay task that goes off air by itself at a known time. */
export interface TaskEnd {
  readonly taskId: string;
  readonly name: string;
  readonly ending: Ending & { readonly atMs: number };
  /** Whether it should stay on air. */
  readonly isKept: boolean;
  /** Whether relaydesk can change the end. */
  readonly isChangeable: boolean;
}

/** How an end that people were called for was settled. */
export type Settled =
  | { readonly kind: 'moved'; readonly ending: Ending | undefined }
  | { readonly kind: 'paused' | 'gone' | 'over' };

/** An end that people were called for, as its message shows it. */
export interface NoticedEnd extends TaskEnd {
  /** The requests for the task that were open at that time. */
  readonly open: readonly { readonly id: string; readonly state: State }[];
  readonly settled?: Settled | undefined;
}

/** One message about ends at about the same time. */
export interface EndNotice {
  readonly id: string;
  readonly cloud: string;
  readonly atMs: number;
  readonly ends: readonly NoticedEnd[];
  /** How many more ends there are than the message names. */
  readonly more: number;
  /** In the daily digest: names of tasks that may end at any time, and how many more there are. */
  readonly digest?:
    | { readonly unknown: readonly string[]; readonly moreUnknown: number }
    | undefined;
  /** Undefined until it is posted. */
  readonly message?: MessageRef | undefined;
}

/** Somebody lets a task end, so nobody is called for that end again. */
export interface LetEnd {
  readonly taskId: string;
  readonly endMs: number;
  readonly by: Person;
  readonly atMs: number;
}

/** An end that people were called for, and its message; undefined: the message did not name it, for lack of room. */
export interface ToldEnd {
  readonly endMs: number;
  readonly notice?: string | undefined;
}

/** By task id. */
export type ToldEnds = Readonly<Record<string, ToldEnd>>;

/** What the loop of a project remembers from step to step. */
export interface EndingState {
  /** When all tasks were last read, in Unix milliseconds; 0 for never. */
  readonly readMs: number;
  readonly told: ToldEnds;
  /** When the last digest was due, in Unix milliseconds; undefined before the first step. */
  readonly digestedMs?: number | undefined;
  /** The first ends within a day, in order, and how many there are in all. */
  readonly soon?: readonly TaskEnd[] | undefined;
  readonly soonCount?: number | undefined;
  /** The unwanted ends within two hours: the first hundred, in order. */
  readonly kept?: readonly { readonly taskId: string; readonly endMs: number }[] | undefined;
  /** A message about to be posted; it may be in Slack already without being recorded. */
  readonly posting?:
    | {
        readonly notice: EndNotice;
        readonly told: ToldEnds;
        /** For a digest: when it was due. */
        readonly digestedMs?: number | undefined;
      }
    | undefined;
}

export interface EndingStore {
  readonly load: (cloud: string) => Promise<EndingState>;
  /** Written only by the loop; false: another replica has taken over the lease. */
  readonly save: (cloud: string, state: EndingState) => Promise<boolean>;
  readonly loadNotice: (id: string) => Promise<EndNotice | undefined>;
  readonly saveNotice: (notice: EndNotice) => Promise<void>;
  /** By task id; kept for a while after the end has passed. */
  readonly letEnds: (cloud: string) => Promise<ReadonlyMap<string, LetEnd>>;
  readonly letEnd: (cloud: string, mark: LetEnd) => Promise<void>;
  readonly forgetLetEnds: (cloud: string, taskIds: readonly string[]) => Promise<void>;
  /** Schedules the first step of a project at this time or earlier. */
  readonly arm: (cloud: string, atMs: number) => Promise<void>;
}

/** The ends within a day in a project, from the last read of its tasks. */
export interface EndingSoon {
  readonly project: string;
  readonly readMs: number;
  /** The first ends, in order. */
  readonly ends: readonly TaskEnd[];
  readonly count: number;
}

/** Messages about ends in the ops channel. */
export interface EndingPoster {
  /** Throws while the rate limit of the channel is reached. */
  readonly takeSlot: (notice: EndNotice) => Promise<void>;
  readonly post: (notice: EndNotice, letEnds: ReadonlyMap<string, LetEnd>) => Promise<MessageRef>;
  /** Finds a message that was posted without being recorded. */
  readonly find: (notice: EndNotice) => Promise<MessageRef | undefined>;
  readonly update: (notice: EndNotice, letEnds: ReadonlyMap<string, LetEnd>) => Promise<void>;
}
