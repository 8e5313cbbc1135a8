import type { Trouble } from './trouble.ts';

/** Redis dies, stands still, is full, or only hands out what it holds. */
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
      // A primary that is not there: it serves what it has and takes nothing.
      await reader.replicaof('127.0.0.1', 1);
      return async () => {
        await reader.replicaof('NO', 'ONE');
      };
    },
  },
];
