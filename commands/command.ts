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
  | { readonly kind: 'too_many_words'; readonly usage: string };

/** One subcommand of `/relay`. Deciding what to show takes no time, so it happens before Slack waits. */
export interface Command {
  readonly name: string;
  /** As shown in help, without `/relay`. */
  readonly usage: string;
  readonly summary: string;
  readonly examples: readonly string[];
  readonly run: (input: CommandInput) => Reply;
}
