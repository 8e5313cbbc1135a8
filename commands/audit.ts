import type { Command, Reply } from './command.ts';
import { projectOf } from './project.ts';
import { requestIdFrom } from './request-id.ts';

/** `/relay audit [R-142]` shows audit lines; `export` makes a file of them. */
export const audit: Command = {
  name: 'audit',
  usage: 'audit [project] [R-142] | audit export [project] [R-142]',
  examples: ['audit', 'audit R-142', 'audit export live-prod'],
  run(input): Reply {
    const isExport = input.words[0]?.toLowerCase() === 'export';
    const words = isExport ? input.words.slice(1) : input.words;
    const request = requestIdFrom(words.at(-1));
    if (request !== undefined && words.length === 1) return { kind: 'audit', isExport, request };
    const found = projectOf({ ...input, words }, audit.usage);
    if ('reply' in found) return found.reply;
    const [only, ...more] = found.rest;
    if (more.length > 0 || (only !== undefined && request === undefined)) {
      return { kind: 'too_many_words', usage: audit.usage };
    }
    return { kind: 'audit', isExport, project: found.project, request };
  },
};
