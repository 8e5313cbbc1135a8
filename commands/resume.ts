import type { Command } from './command.ts';
import { taskForm } from './task-form.ts';

/** `/relay resume [project] [task]`: a short form that also asks how playback should continue. */
export const resume: Command = {
  name: 'resume',
  usage: 'resume [project] [task]',
  examples: ['resume live/news-24h', 'resume live-prod 7864b3dc-e92f-4e9b-8a5c-2b1f6a0f7d11'],
  run: (input) => taskForm(input, resume.usage, 'resume'),
};
