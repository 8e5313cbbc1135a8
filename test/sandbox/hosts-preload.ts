import { Resolver } from 'node:dns/promises';

/**
 * `node --import` this before a bot, and the names of `SANDBOX_HOSTS` have an address in the sandbox. The bot's code
 * knows nothing of it.
 */
const NAME = 'SANDBOX_HOSTS';

const hosts = new Map(Object.entries(JSON.parse(process.env[NAME] ?? '{}') as object));
// The bot's environment is the one it was given.
delete process.env[NAME];

const noSuchName = (host: string): Error =>
  Object.assign(new Error(`queryA ENOTFOUND ${host}`), { code: 'ENOTFOUND' });

Object.assign(Resolver.prototype, {
  resolve4: async (host: string): Promise<readonly string[]> => {
    const address: unknown = hosts.get(host);
    if (typeof address === 'string') return [address];
    throw noSuchName(host);
  },
  resolve6: (host: string): Promise<readonly string[]> => Promise.reject(noSuchName(host)),
});
