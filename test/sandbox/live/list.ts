import { invalid, refusal, type Answer } from './answer.ts';
import type { WireTask } from './wire-task.ts';

export type UnknownTask = 'empty' | 'not_found';

const maxInt32 = 2_147_483_647;
/** The documents give no default. A small one reveals clients that forget to page. */
const defaultLimit = 10;

export const list = (input: {
  readonly query: URLSearchParams;
  readonly tasks: readonly WireTask[];
  readonly unknownTask: UnknownTask;
}): Answer => {
  const { query, tasks, unknownTask } = input;
  for (const name of new Set(query.keys())) {
    if (!['region', 'offset', 'limit', 'task_id'].includes(name)) {
      return invalid(`unknown query parameter ${name}`);
    }
    if (query.getAll(name).length > 1) return invalid(`${name} is given twice`);
    if (query.get(name) === '') return invalid(`${name} is empty`);
  }
  const offset = integer(query.get('offset'), { low: 0, high: maxInt32, absent: 0 });
  if (offset === undefined) return invalid(`offset must be an integer from 0 to ${maxInt32}`);
  const limit = integer(query.get('limit'), { low: 1, high: 100, absent: defaultLimit });
  if (limit === undefined) return invalid('limit must be an integer from 1 to 100');

  const region = query.get('region');
  const taskId = query.get('task_id');
  const found = tasks.filter(
    (task) =>
      (region === null || task.region === undefined || task.region === region) &&
      (taskId === null || task.task_id === taskId),
  );
  if (taskId !== null && found.length === 0 && unknownTask === 'not_found') {
    return refusal(404, 'LIVE.103011019', 'The task does not exist.');
  }
  const body = { total: found.length, task_infos: found.slice(offset, offset + limit) };
  return { status: 200, body };
};

export const integer = (
  text: string | null,
  range: { readonly low: number; readonly high: number; readonly absent: number },
): number | undefined => {
  if (text === null) return range.absent;
  const value = Number(text);
  return /^\d+$/.test(text) && value >= range.low && value <= range.high ? value : undefined;
};
