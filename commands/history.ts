import { CLOSED_STATES } from '#src/approval/change-request.ts';
import type { Command, Reply } from './command.ts';
import { nearest } from '#src/basics/nearest.ts';

/** Characters of a search; with the rest of the page's state it has to fit in a button (2,000). */
const SEARCH_MAX = 200;

/**
 * `/relay history [project] [task] [words…] [day:…] [state:…]`. A date alone is a day as well. Whether the first word names a relay task
 * is only known once the tasks are; if it names none, it is searched for like the others.
 */
export const history: Command = {
  name: 'history',
  usage: 'history [project] [task] [words] [day:today|2026-11-28] [state:applied|failed|…]',
  examples: [
    'history',
    'history live/news-24h',
    'history live-prod state:failed evening.mp4',
    'history day:yesterday',
  ],
  run({ words, projects }): Reply {
    const [first, ...afterFirst] = words;
    const isProject = first !== undefined && projects.includes(first);
    const rest = isProject ? afterFirst : words;
    if (rest.join(' ').length > SEARCH_MAX) return { kind: 'search_too_long', max: SEARCH_MAX };
    const filter = rest.filter((word) => STATE.test(word)).at(-1);
    const wanted = filter?.replace(STATE, '').toLowerCase();
    const state = CLOSED_STATES.find((known) => known === wanted);
    if (wanted && !state) {
      const near = nearest(wanted, CLOSED_STATES);
      return { kind: 'unknown_choice', word: wanted, nearest: near, choices: CLOSED_STATES };
    }
    const days = rest.filter((word) => DAY.test(word) || DATE.test(word));
    const day = days.at(-1)?.replace(DAY, '').toLowerCase();
    if (day && !isDay(day)) return { kind: 'unknown_day', word: day };
    const others = rest.filter((word) => !STATE.test(word) && !days.includes(word));
    return {
      kind: 'history',
      project: isProject ? first : projects.length === 1 ? projects[0] : undefined,
      search: { words: others, state, day: day === '' ? undefined : day },
    };
  },
};

const STATE = /^(?:state|status):/i;
const DAY = /^(?:day|date):/i;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}$/;

function isDay(day: string): boolean {
  if (day === 'today' || day === 'yesterday') return true;
  try {
    return DATE.test(day) && Temporal.PlainDate.from(day).year > 1970;
  } catch {
    // A day that does not exist, or one that is written in another order.
    return false;
  }
}
