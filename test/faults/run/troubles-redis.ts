import type { Trouble } from './trouble.ts';

/** Redis dies, freezes, is full, or is read-only. */
export const REDIS_TROUBLES: readonly Trouble[] = [
  {
    name: 'killed with -9 and started again',
    async begin({ redis }) {
      await redis.kill();
      return () => redis.restart();
    },
  },
  {
    name: 'frozen',
    begin({ redis }) {
      redis.freeze();
      return Promise.resolve(() => {
        redis.thaw();
        return Promise.resolve();
      });
    },
  },
  {
    name: 'full',
    async begin({ reader }) {
      await reader.config('SET', 'maxmemory', '1');
      return async () => {
        await reader.config('SET', 'maxmemory', '0');
      };
    },
  },
  {
    name: 'read-only',
    async begin({ reader }) {
      // With an unreachable primary, it serves reads and accepts no writes.
      await reader.replicaof('127.0.0.1', 1);
      return async () => {
        await reader.replicaof('NO', 'ONE');
      };
    },
  },
];
