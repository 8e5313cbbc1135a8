import type { Command, Reply } from './command.ts';
import { projectOf } from './project.ts';

const EXAMPLE = 'apply standby-slate live/news24 live/sport*';

/** `/relay apply`: one request that applies a preset to many tasks. */
export const apply: Command = {
  name: 'apply',
  usage: 'apply <preset> [project] <tasks …>',
  examples: [EXAMPLE, 'apply standby-slate live-prod live/*'],
  run({ words, projects }): Reply {
    const { usage } = apply;
    const [preset, ...rest] = words;
    if (preset === undefined) return { kind: 'preset_missing', usage };
    const found = projectOf({ words: rest, projects }, usage);
    if ('reply' in found) return found.reply;
    const { project, rest: tasks } = found;
    if (tasks.length === 0) return { kind: 'task_missing', usage, example: EXAMPLE };
    return { kind: 'apply', project, preset: preset.toLowerCase(), tasks };
  },
};
