import { type Command, type Reply, SEARCH_MAX, TASK_ORDERS, type TaskQuery } from './command.ts';
import { withValues } from './tidy.ts';
import { projectOf } from './project.ts';

/** `/relay list [project] [ending] [words…] [status:…]`: the words narrow the list down, in any order. */
export const list: Command = {
  name: 'list',
  usage: 'list [project] [ending] [words] [status:pause|enable]',
  examples: ['list', 'list news', 'list live/sport*', 'list ending', 'list live-prod status:pause'],
  run(input): Reply {
    const found = projectOf(input, list.usage);
    if ('reply' in found) return found.reply;
    const { project } = found;
    const rest = withValues(found.rest);
    if (rest.join(' ').length > SEARCH_MAX) return { kind: 'search_too_long', max: SEARCH_MAX };
    return { kind: 'list', project, query: queryFrom(rest) };
  },
};

function queryFrom(typed: readonly string[]): TaskQuery {
  const [first = '', ...rest] = typed;
  const order = TASK_ORDERS.find((known) => known === first.toLowerCase());
  const searched = order ? rest : typed;
  const filters = searched.filter((word) => /^status:./i.test(word));
  const words = searched.filter((word) => !/^status:/i.test(word));
  const status = filters.at(-1)?.slice('status:'.length).toLowerCase();
  return { words, status, order };
}
