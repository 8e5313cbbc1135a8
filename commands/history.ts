import { CLOSED_STATES } from '#src/approval/record/change-request.ts';
import { type Command, type Reply, SEARCH_MAX } from './command.ts';
import { nearest } from '#src/basics/nearest.ts';
import { withValues } from './tidy.ts';
import { dayFrom, isAboutDay, saidOfDay } from './day.ts';

/**
 * `/relay history [project] [task] [words…] [day:…] [state:…]`. A plain date works as well. The first word may turn
 * out to name a relay task; otherwise it is searched for like the others.
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
    const rest = withValues(isProject ? afterFirst : words);
    if (rest.join(' ').length > SEARCH_MAX) return { kind: 'search_too_long', max: SEARCH_MAX };
    const filter = rest.filter((word) => STATE.test(word)).at(-1);
    const wanted = filter?.replace(STATE, '').toLowerCase();
    const state = CLOSED_STATES.find((known) => known === wanted);
    if (wanted && !state) {
      const near = nearest(wanted, CLOSED_STATES);
      return { kind: 'unknown_choice', word: wanted, nearest: near, choices: CLOSED_STATES };
    }
    const days = rest.filter(isAboutDay);
    const said = saidOfDay(days.at(-1) ?? '');
    const day = dayFrom(said);
    if (said !== '' && day === undefined) return { kind: 'unknown_day', word: said };
    const others = rest.filter((word) => !STATE.test(word) && !days.includes(word));
    return {
      kind: 'history',
      project: isProject ? first : projects.length === 1 ? projects[0] : undefined,
      search: { words: others, state, day },
    };
  },
};

const STATE = /^(?:state|status):/i;
