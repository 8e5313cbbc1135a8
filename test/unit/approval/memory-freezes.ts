import { FREEZES_MAX } from '#src/approval/decide/chat-freezes.ts';
import type { ChatFreeze, FreezeStep, FreezeStore } from '#src/approval/policy/freeze-store.ts';

const placeOf = (cloud: string, taskId: string | undefined) => `${cloud} ${taskId ?? ''}`;

/** Freezes in memory, with what was written. */
export function createMemoryFreezes() {
  const held = new Map<string, ChatFreeze>();
  const written: FreezeStep[] = [];
  const store: FreezeStore = {
    load: (cloud, taskId) =>
      Promise.resolve(
        [...held]
          .filter(([place, { chat }]) => {
            const isThere = place.startsWith(`${cloud} `);
            return isThere && (taskId === undefined || [undefined, taskId].includes(chat.task?.id));
          })
          .map(([, freeze]) => freeze),
      ),
    save(step) {
      for (const [at, { toMs }] of held) if (toMs <= step.nowMs) held.delete(at);
      const { before, next, news } = step;
      const place = placeOf(news.cloud, news.freeze.chat.task?.id);
      if (held.get(place)?.chat.id !== before?.chat.id) return Promise.resolve('stale');
      const isOfTask = news.freeze.chat.task !== undefined;
      if (next && !before && isOfTask && held.size >= FREEZES_MAX) return Promise.resolve('many');
      if (next) held.set(place, next);
      else held.delete(place);
      written.push(step);
      return Promise.resolve('written');
    },
  };
  return { ...store, written };
}
