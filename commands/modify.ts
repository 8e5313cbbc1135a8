import type { Command } from './command.ts';
import { taskForm } from './task-form.ts';

/** `/relay modify [project] [task]`: the project may be left out if there is only one. */
export const modify: Command = {
  name: 'modify',
  usage: 'modify [project] [task]',
  examples: [
    'modify',
    'modify live-prod live/news-24h',
    'modify 7864b3dc-e92f-4e9b-8a5c-2b1f6a0f7d11',
  ],
  run: (input) => taskForm(input, modify.usage),
};
