import { Redis } from 'ioredis';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { requestIn } from './deciding.ts';
import type { Sent } from './load.ts';
import type { LiveCallTimes } from './outside.ts';
import type { Contestant, Stage } from './stage.ts';

/** Whether the rivals did the work that is measured. A figure of one that did less would say nothing. */

/** How a request ended, and what the task held afterwards. */
export interface Stored {
  readonly id: string;
  readonly state: string | undefined;
  readonly loops: unknown;
}

/** What the store of a rival that promises durability holds of acknowledged submissions. */
export const storedOf = async (
  { name, redis: { url } }: Pick<Contestant, 'name' | 'redis'>,
  submitted: readonly Sent[],
): Promise<Stored[]> => {
  const redis = new Redis(url);
  const store = createRequestStore(redis);
  const read = async (id: string): Promise<Stored> => {
    if (name === 'relaydesk') {
      const request = await store.load(id);
      return { id, state: request?.state, loops: request?.outcome?.after?.vod_loop_time };
    }
    const { state, after = 'null' } = await redis.hgetall(`careful:request:${id}`);
    const task = JSON.parse(after) as { readonly vod_loop_time?: unknown } | null;
    return { id, state, loops: task?.vod_loop_time };
  };
  const found = await Promise.all(submitted.map((sent) => read(requestIn(sent))));
  redis.disconnect();
  return found;
};

/** Throws unless all of them are in this state, with what was read back where they are applied. */
export const needStored = async (
  contestant: Contestant,
  submitted: readonly Sent[],
  state: 'pending' | 'applied',
): Promise<void> => {
  if (contestant.name !== 'relaydesk' && contestant.name !== 'careful') return;
  const found = await storedOf(contestant, submitted);
  const wrong = found.find(
    (each) => each.state !== state || (state === 'applied' && each.loops !== '7'),
  );
  if (wrong) throw new Error(`${contestant.name}: ${JSON.stringify(wrong)} is not ${state}`);
};

/** The different PUTs that arrived, apart from the names of tasks, and times. Throws unless each task got one. */
export const putsIn = async (
  { outside }: Pick<Stage, 'outside'>,
  count: number,
): Promise<string[]> => {
  const puts = (await outside.ask('liveCalls')).filter(({ method }) => method === 'PUT');
  const tasks = new Set(puts.map(({ taskId }) => taskId));
  if (puts.length !== count || tasks.size !== count) {
    throw new Error(`${puts.length} PUTs for ${tasks.size} tasks after ${count} approvals`);
  }
  return [...new Set(puts.map(inGeneral))].toSorted();
};

const inGeneral = ({ body }: LiveCallTimes): string =>
  JSON.stringify(Object.entries(body as object).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    .replaceAll(/(bench|channel)-\d+/g, '$1')
    .replaceAll(/\d{4}-\d\d-\d\dT[^"]*/g, 'time');

/** Throws unless two rivals sent the same PUTs. */
export const needSamePuts = (ours: readonly string[], rivals: readonly string[]): void => {
  if (ours.join('\n') !== rivals.join('\n')) {
    throw new Error(`not the same PUTs:\n${ours.join('\n')}\n---\n${rivals.join('\n')}`);
  }
};
