import type { Command } from './command.ts';

/** `/relay help [command]`; the table of commands is made in `slack/command/replies.ts`. */
export const help: Command = {
  name: 'help',
  usage: 'help [command]',
  examples: ['help', 'help modify'],
  run: () => ({ kind: 'help' }),
};
