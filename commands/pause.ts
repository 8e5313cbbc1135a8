import type { Command } from './command.ts';
import { taskForm } from './task-form.ts';

/** `/relay pause [project] [task]`: a short form that asks for the reason and the time. */
export const pause: Command = {
  name: 'pause',
  usage: 'pause [project] [task]',
  examples: ['pause live/news-24h', 'pause live-prod 7864b3dc-e92f-4e9b-8a5c-2b1f6a0f7d11'],
  run: (input) => taskForm(input, pause.usage, 'pause'),
};
