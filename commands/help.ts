import type { Command } from './command.ts';

/** `/relay help [command]`. The table of commands is shown by whoever has it. */
export const help: Command = {
  name: 'help',
  usage: 'help [command]',
  examples: ['help', 'help modify'],
  run: () => ({ kind: 'help' }),
};
