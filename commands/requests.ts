import { type Command, REQUEST_SCOPES, type Reply, type RequestScope } from './command.ts';
import { nearest } from '#src/basics/nearest.ts';

/** `/relay requests [project] [mine|open|pending|all]`, in any order; by default the open ones of all projects. */
export const requests: Command = {
  name: 'requests',
  usage: 'requests [project] [mine|open|pending|all]',
  examples: ['requests', 'requests mine', 'requests live-prod pending'],
  run({ words, projects }): Reply {
    let project: string | undefined;
    let scope: RequestScope = 'open';
    for (const word of words) {
      const named = REQUEST_SCOPES.find((known) => known === word.toLowerCase());
      if (named) scope = named;
      else if (projects.includes(word)) project = word;
      else {
        const choices = [...REQUEST_SCOPES, ...projects];
        return { kind: 'unknown_choice', word, nearest: nearest(word, choices), choices };
      }
    }
    return { kind: 'requests', project, scope };
  },
};
