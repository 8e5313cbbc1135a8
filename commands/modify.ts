import type { Command } from './command.ts';
import { nearest } from './nearest.ts';

/** `/relay modify [project] [task]`: the project may be left out when there is one. */
export const modify: Command = {
  name: 'modify',
  usage: 'modify [project] [task]',
  examples: [
    'modify',
    'modify live-prod live/news-24h',
    'modify 7864b3dc-e92f-4e9b-8a5c-2b1f6a0f7d11',
  ],
  run({ words, projects }) {
    const [first, second, ...rest] = words;
    const only = projects.length === 1 ? projects[0] : undefined;
    if (rest.length > 0) return { kind: 'too_many_words', usage: modify.usage };
    if (first === undefined) return { kind: 'form', project: only };
    if (projects.includes(first)) return { kind: 'form', project: first, task: second };
    if (only !== undefined && second === undefined) {
      return { kind: 'form', project: only, task: first };
    }
    return { kind: 'unknown_project', word: first, nearest: nearest(first, projects), projects };
  },
};
