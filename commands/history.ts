import { CLOSED_STATES } from '#src/approval/change-request.ts';
import type { Command, Reply } from './command.ts';
import { nearest } from './nearest.ts';

/** Characters of a search; with the rest of the page's state it has to fit in a button (2,000). */
const SEARCH_MAX = 200;

/**
 * `/relay history [project] [task] [words…] [state:…]`. Whether the first word names a relay task
 * is only known once the tasks are; if it names none, it is searched for like the others.
 */
export const history: Command = {
  name: 'history',
  usage: 'history [project] [task] [words] [state:applied|failed|…]',
  examples: ['history', 'history live/news-24h', 'history live-prod state:failed playlist'],
  run({ words, projects }): Reply {
    const [first, ...others] = words;
    const isProject = first !== undefined && projects.includes(first);
    const rest = isProject ? others : words;
    if (rest.join(' ').length > SEARCH_MAX) return { kind: 'search_too_long', max: SEARCH_MAX };
    const filter = rest.filter((word) => STATE.test(word)).at(-1);
    const wanted = filter?.replace(STATE, '').toLowerCase();
    const state = CLOSED_STATES.find((known) => known === wanted);
    if (wanted && !state) {
      const near = nearest(wanted, CLOSED_STATES);
      return { kind: 'unknown_choice', word: wanted, nearest: near, choices: CLOSED_STATES };
    }
    return {
      kind: 'history',
      project: isProject ? first : projects.length === 1 ? projects[0] : undefined,
      search: { words: rest.filter((word) => !STATE.test(word)), state },
    };
  },
};

const STATE = /^(?:state|status):/i;
