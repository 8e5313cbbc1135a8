import type { CLOSED_STATES } from '#src/approval/change-request.ts';
import type { Purpose } from '#src/ports/draft.ts';
import type { ChangeFacts } from '#src/approval/rule-match.ts';

/** What a command is given: the words after its name, and what there is to choose from. */
export interface CommandInput {
  readonly words: readonly string[];
  readonly projects: readonly string[];
}

/** What Slack is to show; how, is decided there. */
export type Reply =
  /** The form for a change; without a task it asks for one. */
  | {
      readonly kind: 'form';
      readonly project?: string | undefined;
      readonly task?: string | undefined;
      readonly purpose?: Purpose | undefined;
    }
  /** A page of the relay tasks that fit; needs the Live API. */
  | { readonly kind: 'list'; readonly project: string; readonly query: TaskQuery }
  /** Everything one relay task holds; needs the Live API. */
  | { readonly kind: 'show'; readonly project: string; readonly task: string }
  /** Requests that are not closed, or all of them; without a project those of every project. */
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
  /** What was on when on a day; without a task, of which tasks that is known. Without a day: today. */
  | {
      readonly kind: 'as_run';
      readonly project: string;
      readonly task?: string | undefined;
      readonly day?: string | undefined;
    }
  /** One request: its card and its story. */
  | { readonly kind: 'show_request'; readonly request: string }
  /** The form that brings back what a request changed. */
  | { readonly kind: 'revert'; readonly request: string }
  /** The subscriptions of the channel it was typed in. */
  | { readonly kind: 'watches' }
  /** Subscribes the channel; without a task to all of the project, without events to all of them. */
  | {
      readonly kind: 'watch';
      readonly project: string;
      readonly task?: string | undefined;
      readonly events: readonly string[];
    }
  /** What changes need in a project; of one task, and of a change as far as it was typed. */
  | {
      readonly kind: 'explain';
      readonly project: string;
      readonly task?: string | undefined;
      readonly change: TypedChange;
    }
  | { readonly kind: 'explain_request'; readonly request: string }
  /** What was written down of a request, or lately of a project. */
  | {
      readonly kind: 'audit';
      readonly isExport: boolean;
      readonly project?: string | undefined;
      readonly request?: string | undefined;
    }
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
  | { readonly kind: 'search_too_long'; readonly max: number }
  | { readonly kind: 'too_many_words'; readonly usage: string };

/** Which relay tasks of a project to list: all words must be found, and the status must be this. */
export interface TaskQuery {
  readonly words: readonly string[];
  readonly status?: string | undefined;
  /** Only those that go off air by themselves, the soonest first. */
  readonly order?: 'ending' | undefined;
}

/** A change that somebody only thinks of; the task and the time are found out. */
export type TypedChange = Omit<ChangeFacts, 'isLive' | 'task' | 'atMs'>;

export const REQUEST_SCOPES = ['mine', 'open', 'pending', 'all'] as const;

/** `mine`: the open ones of the person who asks. */
export type RequestScope = (typeof REQUEST_SCOPES)[number];

/** Which closed requests: all words must be found, the state must be this, and they were closed on this day. */
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
  | 'asrun'
  | 'revert'
  | 'explain'
  | 'audit'
  | 'watch'
  | 'help';

/** One subcommand of `/relay`. Deciding what to show takes no time, so it happens before Slack waits. */
export interface Command {
  readonly name: CommandName;
  /** As shown in help, without `/relay`. */
  readonly usage: string;
  readonly examples: readonly string[];
  readonly run: (input: CommandInput) => Reply;
}
