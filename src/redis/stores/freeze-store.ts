import { randomUUID } from 'node:crypto';
import { FREEZE_DAYS_MAX, FREEZES_MAX } from '#src/approval/decide/chat-freezes.ts';
import type {
  ChatFreeze,
  FreezeNews,
  FreezeStep,
  FreezeStore,
} from '#src/approval/policy/freeze-store.ts';
import { sha256 } from '#src/basics/sha256.ts';
import { keys } from '#src/redis/keys.ts';
import { toLine } from '#src/redis/work/outbox-entry.ts';
import { type Connection, jsonAt, script, type Writes } from '#src/redis/script.ts';

const saveScript = script('sha256', 'append-audit', 'save-freeze');

/** A day longer than a freeze can last: its end is looked at as well. */
const NEWS_TTL_MS = (FREEZE_DAYS_MAX + 1) * 24 * 60 * 60_000;

/**
 * Freezes from chat, one hash for each project of the cloud, and the news of them that people still have to be told.
 */
export function createFreezeStore(redis: Connection, writes: Writes = redis) {
  const store: FreezeStore = {
    async load(cloud, taskId) {
      const key = keys.freezes(cloud);
      const held =
        taskId === undefined
          ? Object.values(await redis.hgetall(key))
          : await redis.hmget(key, placeOf(undefined), placeOf(taskId));
      return held.flatMap((text): ChatFreeze[] => (text ? [JSON.parse(text)] : []));
    },

    async save(step) {
      const { cloud, id } = step.news;
      const names = [
        keys.freezes(cloud),
        keys.freezeNews(id),
        keys.outbox,
        keys.timers,
        keys.audit,
        keys.auditHead,
      ];
      const reply = await saveScript(writes, names, valuesOf(step));
      return reply === 'written' || reply === 'many' ? reply : 'stale';
    },
  };
  return {
    ...store,

    /** The news of a freeze; undefined once it is long over. */
    async loadNews(id: string): Promise<FreezeNews | undefined> {
      const held = await jsonAt<FreezeNews & { readonly writer?: string }>(
        redis,
        keys.freezeNews(id),
      );
      if (!held) return undefined;
      const { writer: _writer, ...news } = held;
      return news;
    },

    async markTold(news: FreezeNews): Promise<void> {
      const told: FreezeNews = { ...news, isTold: true };
      await writes.call('SET', keys.freezeNews(news.id), JSON.stringify(told), 'XX', 'KEEPTTL');
    },

    /** Has the cards of requests brought in line. */
    async showSoon(requests: readonly string[], nowMs: number): Promise<void> {
      const due = requests.flatMap((id) => [nowMs, toLine({ kind: 'show', request: id })]);
      if (due.length > 0) await redis.zadd(keys.timers, 'LT', ...due);
    },
  };
}

function valuesOf({ before, next, news, line, nowMs }: FreezeStep): (string | number)[] {
  const writer = randomUUID();
  return [
    placeOf(news.freeze.chat.task?.id),
    before?.chat.id ?? '',
    next ? JSON.stringify(next) : '',
    FREEZES_MAX,
    nowMs,
    JSON.stringify({ ...news, writer }),
    NEWS_TTL_MS,
    toLine({ kind: 'freeze', request: news.id }),
    next?.toMs ?? '',
    line,
    sha256(line),
    writer,
  ];
}

/** A project as a whole, or one of its tasks. */
function placeOf(taskId: string | undefined): string {
  return taskId === undefined ? 'project' : `task:${taskId}`;
}
