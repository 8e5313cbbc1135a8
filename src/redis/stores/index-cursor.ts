import { groupsOf } from '#src/basics/groups-of.ts';
import { type Connection, script } from '#src/redis/script.ts';

const findIdsScript = script('find-ids');

/** An id with its score: its place in an index, or in several merged ones. */
export interface Place {
  readonly id: string;
  readonly score: number;
}

/** The total, and the entries after a place, from the highest score downwards. */
export async function find(
  redis: Connection,
  index: string,
  before: Place | undefined,
  limit: number,
): Promise<{ readonly total: number; readonly places: readonly Place[] }> {
  const start = [before?.score ?? '+inf', before?.id ?? ''];
  const reply = await findIdsScript(redis, [index], [...start, limit]);
  const [total, list] = Array.isArray(reply) ? reply : [];
  const pairs = groupsOf(Array.isArray(list) ? list.map(String) : [], 2);
  const places = pairs.map(([id = '', score]) => ({ id, score: Number(score) }));
  return { total: Number(total), places };
}

/** The order of `find-ids.lua`. */
export function newestFirst(a: Place, b: Place): number {
  return b.score - a.score || (a.id < b.id ? 1 : -1);
}

/** A place as a cursor of at most 40 characters. */
export function toCursor({ score, id }: Place): string {
  return `${score}:${id}`;
}

export function placeOf(cursor: string): Place {
  const [, score, id] = /^(\d{1,16}):(.+)$/.exec(cursor) ?? [];
  if (score === undefined || id === undefined) throw new Error(`not a place in a list: ${cursor}`);
  return { id, score: Number(score) };
}
