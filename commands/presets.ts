import type { Command, Reply } from './command.ts';
import { projectOf } from './project.ts';

/** `/relay presets`: lists the presets of a project, shows one, or renames or removes one. */
export const presets: Command = {
  name: 'presets',
  usage: 'presets [project] [name | rename <name> <new name> | remove <name>]',
  examples: [
    'presets',
    'presets live-prod standby-slate',
    'presets rename standby-slate standby',
    'presets remove standby',
  ],
  run(input): Reply {
    const found = projectOf(input, presets.usage);
    if ('reply' in found) return found.reply;
    const { project, rest } = found;
    const kind = 'presets';
    const [first, ...others] = rest.map((word) => word.toLowerCase());
    if (first === undefined) return { kind, project, act: 'list' };
    const [name, to] = others;
    if (first === 'rename' && name !== undefined && to !== undefined && others.length === 2) {
      return { kind, project, act: 'rename', name, to };
    }
    if (first === 'remove' && name !== undefined && others.length === 1) {
      return { kind, project, act: 'remove', name };
    }
    if (first === 'rename' || first === 'remove') {
      return { kind: 'preset_missing', usage: presets.usage };
    }
    return others.length > 0
      ? { kind: 'too_many_words', usage: presets.usage }
      : { kind, project, act: 'show', name: first };
  },
};
