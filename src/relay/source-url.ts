import ipaddr from 'ipaddr.js';

/** Which source URLs a project accepts. */
export interface SourcePolicy {
  /** Lower case, without the colon. */
  readonly schemes: readonly string[];
  /** Host names, or `*.example.com` for a domain and all below it. Undefined: any public host. */
  readonly hosts?: readonly string[] | undefined;
}

export const DEFAULT_SOURCE_SCHEMES = ['https', 'http', 'rtmp'] as const;

/** Characters of one URL. The API documents no limit; comparable APIs stop between 1,000 and 2,048. */
export const SOURCE_URL_MAX_LENGTH = 2048;

export type SourceUrlProblem =
  | { readonly code: 'url_malformed' }
  | { readonly code: 'url_too_long'; readonly max: number }
  | { readonly code: 'url_scheme_not_allowed'; readonly schemes: readonly string[] }
  | { readonly code: 'url_host_not_allowed'; readonly host: string }
  | { readonly code: 'url_private_host'; readonly host: string }
  | { readonly code: 'url_has_credentials' }
  /** What stood between two URLs of a list, most likely. */
  | { readonly code: 'url_ends_in_mark'; readonly mark: string };

/**
 * What is wrong with one source URL, or undefined. The check keeps the Live service from being pointed at internal
 * networks. A host is parsed as a web client would, so decimal, octal, hexadecimal and IPv6-mapped spellings of an
 * address are recognised.
 */
export function sourceUrlProblem(text: string, policy: SourcePolicy): SourceUrlProblem | undefined {
  if (text.length > SOURCE_URL_MAX_LENGTH) {
    return { code: 'url_too_long', max: SOURCE_URL_MAX_LENGTH };
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\/[^/]/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined || UNSAFE_CHARACTERS.test(text)) return { code: 'url_malformed' };
  if (!policy.schemes.includes(scheme)) {
    return { code: 'url_scheme_not_allowed', schemes: policy.schemes };
  }
  // The URL standard normalises hosts only for http, so every scheme is parsed as http.
  const url = URL.parse(`http${text.slice(scheme.length)}`);
  if (!url || url.hostname === '') return { code: 'url_malformed' };
  if (url.username !== '' || url.password !== '') return { code: 'url_has_credentials' };
  const [mark] = /[,;，；、。]$/.exec(text) ?? [];
  if (mark !== undefined) return { code: 'url_ends_in_mark', mark };
  const host = url.hostname.replace(/\.+$/, '');
  if (isPrivateHost(host)) return { code: 'url_private_host', host };
  if (policy.hosts && !policy.hosts.some((pattern) => hostMatches(host, pattern))) {
    return { code: 'url_host_not_allowed', host };
  }
  return undefined;
}

// White space, control and invisible characters (\p{C}), and characters that no URL contains.
const UNSAFE_CHARACTERS = /[\s\p{C}\p{Z}"<>\\^`{|}]/u;

const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|localdomain)$/i;

function isPrivateHost(host: string): boolean {
  if (PRIVATE_NAMES.test(host)) return true;
  const bare = host.replace(/^\[|\]$/g, '');
  // A name without a dot is resolved inside a local network.
  if (!ipaddr.isValid(bare)) return !host.includes('.');
  const address = ipaddr.process(bare);
  return address.range() !== 'unicast' || isIpv4Compatible(address);
}

/** IPv4-compatible IPv6 addresses, which may hide a private IPv4 address. */
function isIpv4Compatible(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.kind() !== 'ipv6') return false;
  const bytes = address.toByteArray();
  return bytes.slice(0, 12).every((byte) => byte === 0);
}

function hostMatches(host: string, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  if (!wanted.startsWith('*.')) return host === wanted;
  const domain = wanted.slice(2);
  return host === domain || host.endsWith(`.${domain}`);
}
