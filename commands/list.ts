import type { Command, Reply, TaskQuery } from './command.ts';
import { projectOf } from './project.ts';

/** Characters of a search; with the rest of the page's state it has to fit in a button (2,000). */
const SEARCH_MAX = 200;

/** `/relay list [project] [words…] [status:…]`: the words narrow it down, in any order. */
export const list: Command = {
  name: 'list',
  usage: 'list [project] [words] [status:pause|enable]',
  examples: ['list', 'list news', 'list live-prod status:pause'],
  run(input): Reply {
    const found = projectOf(input, list.usage);
    if ('reply' in found) return found.reply;
    const { project, rest } = found;
    if (rest.join(' ').length > SEARCH_MAX) return { kind: 'search_too_long', max: SEARCH_MAX };
    return { kind: 'list', project, query: queryFrom(rest) };
  },
};

function queryFrom(typed: readonly string[]): TaskQuery {
  const filters = typed.filter((word) => /^status:./i.test(word));
  const words = typed.filter((word) => !/^status:/i.test(word));
  const status = filters.at(-1)?.slice('status:'.length).toLowerCase();
  return { words, status };
}
