import type { CLOSED_STATES } from '#src/approval/record/change-request.ts';
import type { Purpose } from '#src/ports/draft.ts';
import type { NamedTime } from '#src/relay/named-time.ts';
import type { ChangeFacts } from '#src/approval/policy/rule-match.ts';

/** The input of a command: the words after its name, and the configured projects. */
export interface CommandInput {
  readonly words: readonly string[];
  /** Each of the words as it was typed, with its quotation marks. */
  readonly typed: readonly string[];
  readonly projects: readonly string[];
}

/** A project and one of its tasks, as they were typed. */
interface Typed {
  readonly project?: string | undefined;
  readonly task?: string | undefined;
}

interface InProject extends Typed {
  readonly project: string;
}

/** A word that means nothing here, and what was probably meant. */
interface Unknown {
  readonly word: string;
  readonly nearest?: string | undefined;
}

interface Usage {
  readonly usage: string;
}

interface Example extends Usage {
  readonly example: string;
}

/** Help, and what was typed wrong: said at once. */
interface SaidAtOnce {
  readonly help: { readonly command?: Command | undefined };
  readonly unknown_command: Unknown;
  readonly unknown_project: Unknown & { readonly projects: readonly string[] };
  readonly unknown_choice: Unknown & { readonly choices: readonly string[] };
  readonly unknown_event: Unknown & { readonly events: readonly string[] };
  readonly unknown_field: Unknown & { readonly fields: readonly string[] };
  readonly unknown_coming_day: Unknown;
  readonly unknown_day: { readonly word: string };
  readonly unknown_time: { readonly word: string };
  readonly project_missing: Usage & { readonly projects: readonly string[] };
  readonly task_missing: Example;
  readonly request_missing: Example & { readonly word?: string | undefined };
  readonly preset_missing: Usage;
  readonly freeze_incomplete: Example & { readonly missing: 'time' | 'reason' };
  readonly reason_too_long: { readonly length: number; readonly max: number };
  readonly search_too_long: { readonly max: number };
  readonly too_many_words: Usage;
}

/** What a command may reply, by kind. */
interface Replies extends SaidAtOnce {
  /** The form for a change; without a task it asks for one. */
  readonly form: Typed & { readonly purpose?: Purpose | undefined };
  /** A page of the matching relay tasks; needs the Live API. */
  readonly list: { readonly project: string; readonly query: TaskQuery };
  /** Everything one relay task holds; needs the Live API. */
  readonly show: { readonly project: string; readonly task: string };
  /** Open requests of one project, or of all projects. */
  readonly requests: { readonly project?: string | undefined; readonly scope: RequestScope };
  /** Closed requests; the first of the words may name a relay task. */
  readonly history: { readonly project?: string | undefined; readonly search: RequestSearch };
  /** What was on when on a day (default: today); without a task, the tasks with events. */
  readonly as_run: InProject & { readonly day?: string | undefined };
  /** What is to run when: of a task, a project or all, on a day or from now on. */
  readonly schedule: Typed & { readonly day?: string | undefined };
  /** One request: its card and its history. */
  readonly show_request: { readonly request: string };
  /** The form that reverts a request. */
  readonly revert: { readonly request: string };
  /** The subscriptions of the channel it was typed in. */
  readonly watches: object;
  /** Subscribes the channel; without a task to the whole project, without events to all of them. */
  readonly watch: InProject & { readonly events: readonly string[] };
  /** Freezes of a project, or of all. */
  readonly freezes: { readonly project?: string | undefined };
  /** Freezes a project or a task from now on. */
  readonly freeze: InProject & { readonly end: TypedEnd; readonly reason: string };
  readonly unfreeze: InProject;
  /** What changes of a project, of a task, or as typed would need. */
  readonly explain: InProject & { readonly change: TypedChange };
  readonly explain_request: { readonly request: string };
  /** The audit of a request, or the latest lines of a project. */
  readonly audit: {
    readonly isExport: boolean;
    readonly project?: string | undefined;
    readonly request?: string | undefined;
  };
  /** The form for many tasks, by names, ids and patterns with `*`; what is not typed is chosen in it. */
  readonly apply: {
    readonly project?: string | undefined;
    readonly preset?: string | undefined;
    readonly tasks: readonly string[];
  };
  /** The presets of a project, or something to do with one of them. */
  readonly presets: { readonly project: string } & PresetAct;
}

export type ReplyKind = keyof Replies;
export type SaidAtOnceKind = keyof SaidAtOnce;

/** What to show; `slack/` decides how. */
export type Reply<Kind extends ReplyKind = ReplyKind> = {
  [Each in Kind]: { readonly kind: Each } & Replies[Each];
}[Kind];

type PresetAct =
  | { readonly act: 'list' }
  | { readonly act: 'show' | 'remove'; readonly name: string }
  | { readonly act: 'rename'; readonly name: string; readonly to: string };

/** Characters of a search; it has to fit in a button (2,000) with the rest of the page's state. */
export const SEARCH_MAX = 200;

/** Orders of `/relay list` besides that of names. `ending`: only tasks that go off air by themselves, the soonest first. */
export const TASK_ORDERS = ['ending'] as const;
export type TaskOrder = (typeof TASK_ORDERS)[number];

/** Which relay tasks of a project to list: all words must match, and the status. */
export interface TaskQuery {
  readonly words: readonly string[];
  readonly status?: string | undefined;
  readonly order?: TaskOrder | undefined;
}

/** When a freeze ends, as it was typed. */
export type TypedEnd = { readonly forMs: number } | { readonly until: NamedTime };

/** A hypothetical change; the task and the time are added later. */
export type TypedChange = Omit<ChangeFacts, 'isLive' | 'task' | 'atMs'>;

export const REQUEST_SCOPES = ['mine', 'open', 'pending', 'all'] as const;

/** `mine`: the person's own open requests. */
export type RequestScope = (typeof REQUEST_SCOPES)[number];

/** Which closed requests to show: all words must match, the state, and the day on which they were closed. */
interface RequestSearch {
  readonly words: readonly string[];
  readonly state?: (typeof CLOSED_STATES)[number] | undefined;
  /** `today`, `yesterday` or a date (`2026-11-28`). */
  readonly day?: string | undefined;
}

/** Everything that can be typed after `/relay`. */
export type CommandName =
  | 'modify'
  | 'pause'
  | 'resume'
  | 'list'
  | 'show'
  | 'requests'
  | 'history'
  | 'schedule'
  | 'asrun'
  | 'revert'
  | 'explain'
  | 'audit'
  | 'watch'
  | 'freeze'
  | 'unfreeze'
  | 'apply'
  | 'presets'
  | 'help';

/** One subcommand of `/relay`. `run` only decides what to show, which takes no time. */
export interface Command {
  readonly name: CommandName;
  /** As shown in help, without `/relay`. */
  readonly usage: string;
  readonly examples: readonly string[];
  readonly run: (input: CommandInput) => Reply;
}
