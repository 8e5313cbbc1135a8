import type { Command } from './command.ts';

/** `/relay help [command]`; `slack/command/replies.ts` renders it. */
export const help: Command = {
  name: 'help',
  usage: 'help [command]',
  examples: ['help', 'help modify'],
  run: () => ({ kind: 'help' }),
};
