import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import {
  type Answer,
  type Range,
  requestRange,
  type Spending,
  type Target,
} from './request-range.ts';
import { createGate } from '#src/basics/gate.ts';
import { VisitError } from './visit-error.ts';

export interface EgressPolicy {
  /** Besides 80 and 443. */
  readonly ports: readonly number[];
  /** Private networks, in CIDR notation, that may be reached. */
  readonly allowPrivate: readonly string[];
}

/** Limits of one visit with all its requests and redirects; `atOnce` limits concurrent visits. */
const LIMITS = { timeoutMs: 20_000, bytes: 8 * 1024 ** 2, redirects: 3, atOnce: 4 };
export type EgressLimits = typeof LIMITS;

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
      const target = await targetOf(url, policy, (name) => resolve(name, signal));
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
  policy: EgressPolicy,
  addressesOf: (name: string) => Promise<readonly string[]>,
): Promise<Target> {
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new VisitError('scheme');
  if (url.username !== '' || url.password !== '') throw new VisitError('credentials');
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  if (![80, 443, ...policy.ports].includes(port)) throw new VisitError('port');
  const addresses = await addressesOf(url.hostname.replace(/^\[|\]$/g, ''));
  const [address] = addresses;
  if (address === undefined) throw new VisitError('no_such_name');
  if (!addresses.every((each) => isAllowedAddress(each, policy.allowPrivate))) {
    throw new VisitError('private_address');
  }
  return { url, address, port };
}

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

/** The part of IPv6 that is routed on the internet; the rest has special uses. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether a connection may go to an address: public unicast, or in one of the networks that the configuration names,
 * like `127.0.0.0/8`. An IPv4 address inside an IPv6 one is judged as IPv4.
 */
export function isAllowedAddress(text: string, allowPrivate: readonly string[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (allowPrivate.some((network) => isIn(address, network))) return true;
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || isIn(address, GLOBAL_IPV6);
}

function isIn(
  address: ipaddr.IPv4 | ipaddr.IPv6,
  network: string | [ipaddr.IPv4 | ipaddr.IPv6, number],
): boolean {
  const [base, bits] = typeof network === 'string' ? ipaddr.parseCIDR(network) : network;
  return address.kind() === base.kind() && address.match(base, bits);
}
