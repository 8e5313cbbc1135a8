import { isAllowedAddress } from './addresses.ts';
import {
  type Answer,
  type Range,
  requestRange,
  type Spending,
  type Target,
} from './request-range.ts';
import { type Resolve, resolveName } from './resolve.ts';
import { createGate } from '#src/basics/gate.ts';
import { VisitError } from './visit-error.ts';

export interface EgressPolicy {
  /** Besides 80 and 443. */
  readonly ports: readonly number[];
  /** Private networks, in CIDR notation, that may be reached. */
  readonly allowPrivate: readonly string[];
}

/** Limits of one visit with all its requests and redirects; `atOnce` limits concurrent visits. */
export interface EgressLimits {
  readonly timeoutMs: number;
  readonly bytes: number;
  readonly redirects: number;
  readonly atOnce: number;
}

const LIMITS: EgressLimits = {
  timeoutMs: 20_000,
  bytes: 8 * 1024 ** 2,
  redirects: 3,
  atOnce: 4,
};

/** One look at one source. All its requests share the same budget of time and bytes. */
export interface Visit {
  /** Fires when the time is over. */
  readonly signal: AbortSignal;
  readonly bytesLeft: () => number;
  /** Follows redirects. Throws a `VisitError`. Reads no more than the range or the bytes left. */
  readonly get: (url: string, range: Range) => Promise<Answer & { readonly url: string }>;
}

export interface Egress {
  /** Waits for a free slot; only then does the visit's time begin. */
  readonly visit: <T>(work: (visit: Visit) => Promise<T>) => Promise<T>;
}

const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * The only way to media servers. A name is resolved here, all its addresses have to be allowed, and the connection
 * goes to one of them, so a name that changes meanwhile leads nowhere else.
 */
export function createEgress({
  policy,
  limits = LIMITS,
  resolve = resolveName,
}: {
  readonly policy: EgressPolicy;
  readonly limits?: EgressLimits;
  readonly resolve?: Resolve;
}): Egress {
  const takeTurn = createGate(limits.atOnce);

  const get = async (address: string, range: Range, spent: Spending, signal: AbortSignal) => {
    let url = address;
    for (let hops = 0; hops <= limits.redirects; hops += 1) {
      const target = await targetOf(url, { policy, resolve, signal });
      const answer = await requestRange(target, { range, spent, signal });
      const { location } = answer.headers;
      if (!REDIRECTS.includes(answer.status) || location === undefined) return { ...answer, url };
      const next = URL.parse(location, url);
      if (!next) throw new VisitError('odd_answer');
      url = next.href;
    }
    throw new VisitError('redirects');
  };

  return {
    visit: (work) =>
      takeTurn(() => {
        const signal = AbortSignal.timeout(limits.timeoutMs);
        const spent: Spending = { bytesLeft: limits.bytes };
        return work({
          signal,
          bytesLeft: () => spent.bytesLeft,
          get: (url, range) => get(url, range, spent, signal),
        });
      }),
  };
}

async function targetOf(
  text: string,
  {
    policy,
    resolve,
    signal,
  }: { readonly policy: EgressPolicy; readonly resolve: Resolve; readonly signal: AbortSignal },
): Promise<Target> {
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new VisitError('scheme');
  if (url.username !== '' || url.password !== '') throw new VisitError('credentials');
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  if (![80, 443, ...policy.ports].includes(port)) throw new VisitError('port');
  const addresses = await resolve(url.hostname.replace(/^\[|\]$/g, ''), signal);
  const [address] = addresses;
  if (address === undefined) throw new VisitError('no_such_name');
  if (!addresses.every((each) => isAllowedAddress(each, policy.allowPrivate))) {
    throw new VisitError('private_address');
  }
  return { url, address, port };
}
