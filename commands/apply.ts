import type { Command, Reply } from './command.ts';
import { projectOf } from './project.ts';

/** `/relay apply`: one request that changes many tasks. What is not typed is chosen in the form. */
export const apply: Command = {
  name: 'apply',
  usage: 'apply [preset] [project] [tasks …]',
  examples: ['apply', 'apply standby-slate live/news24 live/sport*'],
  run({ words, projects }): Reply {
    const [preset, ...rest] = words;
    if (preset === undefined) return { kind: 'apply', tasks: [] };
    if (projects.includes(preset) && !projects.includes(rest[0] ?? '')) {
      return { kind: 'apply', project: preset, tasks: rest };
    }
    if (rest.length === 0) return { kind: 'apply', preset: preset.toLowerCase(), tasks: [] };
    const found = projectOf({ words: rest, projects }, apply.usage);
    if ('reply' in found) return found.reply;
    return {
      kind: 'apply',
      project: found.project,
      preset: preset.toLowerCase(),
      tasks: found.rest,
    };
  },
};
