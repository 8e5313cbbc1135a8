import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { VisitError } from './visit-error.ts';

/** All addresses of a name, IPv4 first. */
export type Resolve = (host: string, signal: AbortSignal) => Promise<readonly string[]>;

/**
 * Asks the name servers directly. The system's resolver blocks one of the few threads that the whole process shares,
 * so a dead name server would hold up everything.
 */
export const resolveName: Resolve = async (host, signal) => {
  if (isIP(host)) return [host];
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  signal.removeEventListener('abort', cancel);
  if (signal.aborted) throw new VisitError('timeout');
  return found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
};
