import ipaddr from 'ipaddr.js';

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
