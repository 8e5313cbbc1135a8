import type { CLOSED_STATES } from '#src/approval/change-request.ts';
import type { Purpose } from '#src/ports/draft.ts';
import type { NamedTime } from '#src/relay/named-time.ts';
import type { ChangeFacts } from '#src/approval/rule-match.ts';

/** The input of a command: the words after its name, and the configured projects. */
export interface CommandInput {
  readonly words: readonly string[];
  readonly projects: readonly string[];
}

/** What to show; `slack/` decides how. */
export type Reply =
  /** The form for a change; without a task it asks for one. */
  | {
      readonly kind: 'form';
      readonly project?: string | undefined;
      readonly task?: string | undefined;
      readonly purpose?: Purpose | undefined;
    }
  /** A page of the matching relay tasks; needs the Live API. */
  | { readonly kind: 'list'; readonly project: string; readonly query: TaskQuery }
  /** Everything one relay task holds; needs the Live API. */
  | { readonly kind: 'show'; readonly project: string; readonly task: string }
  /** Open requests of one project, or of all projects. */
  | {
      readonly kind: 'requests';
      readonly project?: string | undefined;
      readonly scope: RequestScope;
    }
  /** Closed requests; the first of the words may name a relay task. */
  | {
      readonly kind: 'history';
      readonly project?: string | undefined;
      readonly search: RequestSearch;
    }
  /** What was on when on a day (default: today); without a task, the tasks with events. */
  | {
      readonly kind: 'as_run';
      readonly project: string;
      readonly task?: string | undefined;
      readonly day?: string | undefined;
    }
  /** What is to run when: of a task, a project or all, on a day or from now on. */
  | {
      readonly kind: 'schedule';
      readonly project?: string | undefined;
      readonly task?: string | undefined;
      readonly day?: string | undefined;
    }
  /** One request: its card and its history. */
  | { readonly kind: 'show_request'; readonly request: string }
  /** The form that reverts a request. */
  | { readonly kind: 'revert'; readonly request: string }
  /** The subscriptions of the channel it was typed in. */
  | { readonly kind: 'watches' }
  /** Subscribes the channel; without a task to the whole project, without events to all of them. */
  | {
      readonly kind: 'watch';
      readonly project: string;
      readonly task?: string | undefined;
      readonly events: readonly string[];
    }
  /** Freezes of a project, or of all. */
  | { readonly kind: 'freezes'; readonly project?: string | undefined }
  /** Freezes a project or a task from now on. */
  | {
      readonly kind: 'freeze';
      readonly project: string;
      readonly task?: string | undefined;
      readonly end: TypedEnd;
      readonly reason: string;
    }
  | { readonly kind: 'unfreeze'; readonly project: string; readonly task?: string | undefined }
  /** What changes of a project, of a task, or as typed would need. */
  | {
      readonly kind: 'explain';
      readonly project: string;
      readonly task?: string | undefined;
      readonly change: TypedChange;
    }
  | { readonly kind: 'explain_request'; readonly request: string }
  /** The audit of a request, or the latest lines of a project. */
  | {
      readonly kind: 'audit';
      readonly isExport: boolean;
      readonly project?: string | undefined;
      readonly request?: string | undefined;
    }
  /** The form for many tasks, by names, ids and patterns with `*`; what is not typed is chosen in it. */
  | {
      readonly kind: 'apply';
      readonly project?: string | undefined;
      readonly preset?: string | undefined;
      readonly tasks: readonly string[];
    }
  /** The presets of a project, or something to do with one of them. */
  | ({ readonly kind: 'presets'; readonly project: string } & PresetAct)
  | { readonly kind: 'preset_missing'; readonly usage: string }
  | { readonly kind: 'help'; readonly command?: Command | undefined }
  | {
      readonly kind: 'unknown_command';
      readonly word: string;
      readonly nearest?: string | undefined;
    }
  | {
      readonly kind: 'unknown_project';
      readonly word: string;
      readonly nearest?: string | undefined;
      readonly projects: readonly string[];
    }
  | {
      readonly kind: 'project_missing';
      readonly usage: string;
      readonly projects: readonly string[];
    }
  | { readonly kind: 'task_missing'; readonly usage: string; readonly example: string }
  | {
      readonly kind: 'request_missing';
      readonly word?: string | undefined;
      readonly usage: string;
      readonly example: string;
    }
  | {
      readonly kind: 'unknown_choice';
      readonly word: string;
      readonly nearest?: string | undefined;
      readonly choices: readonly string[];
    }
  | { readonly kind: 'unknown_day'; readonly word: string }
  | {
      readonly kind: 'unknown_coming_day';
      readonly word: string;
      readonly nearest?: string | undefined;
    }
  | {
      readonly kind: 'unknown_event';
      readonly word: string;
      readonly nearest?: string | undefined;
      readonly events: readonly string[];
    }
  | {
      readonly kind: 'unknown_field';
      readonly word: string;
      readonly nearest?: string | undefined;
      readonly fields: readonly string[];
    }
  | { readonly kind: 'unknown_time'; readonly word: string }
  | {
      readonly kind: 'freeze_incomplete';
      readonly missing: 'time' | 'reason';
      readonly usage: string;
      readonly example: string;
    }
  | { readonly kind: 'reason_too_long'; readonly length: number; readonly max: number }
  | { readonly kind: 'search_too_long'; readonly max: number }
  | { readonly kind: 'too_many_words'; readonly usage: string };

export type PresetAct =
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
export interface RequestSearch {
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
