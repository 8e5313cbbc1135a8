/** Where Redis is, as `REDIS_URL` says it. */
export interface RedisAddress {
  /** One server; the master that Sentinels name; the nodes of a Cluster. */
  readonly kind: 'single' | 'sentinel' | 'cluster';
  /** The server, the Sentinels, or nodes that know the others. */
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly db: number;
  /** What the Sentinels call the master. */
  readonly masterName: string;
  /** The Sentinels may want a user and a password of their own. */
  readonly sentinelUsername?: string | undefined;
  readonly sentinelPassword?: string | undefined;
  /** Undefined: no TLS. Paths of PEM files, and the server's name if it is not the host. */
  readonly tls?:
    | Readonly<Record<'ca' | 'cert' | 'key' | 'servername', string | undefined>>
    | undefined;
}

export type ParsedAddress =
  | { readonly ok: true; readonly address: RedisAddress }
  | { readonly ok: false; readonly problem: string };

const FORM =
  'must begin with redis:// (host:port/db), redis+sentinel:// (host:port,host:port/name/db) or redis+cluster:// (host:port,host:port); rediss… is over TLS';

const ESCAPES =
  'the user and the password must be written with %-escapes: @ as %40, / as %2F, % as %25';

const OF_TLS = ['ca', 'cert', 'key', 'servername'];
const OF_SENTINELS = ['sentinel_username', 'sentinel_password'];

/**
 * Reads an address: `redis[s][+sentinel|+cluster]://[user:password@]host[:port][,…][/…][?option=…]`. The options are
 * `ca`, `cert`, `key`, `servername` for TLS, and `sentinel_username` and `sentinel_password`. Problems never repeat
 * the address, since it may hold a password.
 */
export function parseAddress(text: string): ParsedAddress {
  const match =
    /^redis(s?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/]*)@)?([^/?]+)((?:\/[^?]*)?)(?:\?(.*))?$/.exec(
      text,
    );
  const [, secure, kind = 'single', userinfo, hostList = '', path = '', query = ''] = match ?? [];
  if (!match || (kind !== 'single' && kind !== 'sentinel' && kind !== 'cluster')) {
    return { ok: false, problem: FORM };
  }
  const options = new Map(new URLSearchParams(query));
  const [first = '', second = ''] = path.slice(1).split('/');
  const dbText = kind === 'sentinel' ? second : first;
  const hosts = hostList.split(',').map((host) => hostOf(host, kind));
  const credentials = userinfo === undefined ? {} : credentialsOf(userinfo);
  // More than one @: the password was not escaped, and part of it would be taken for a host.
  const hasLooseEnds = [hostList, path, ...options.keys()].some((part) => part.includes('@'));
  const problem =
    (hasLooseEnds ? ESCAPES : undefined) ??
    problemOfOptions([...options.keys()], secure === 's', kind) ??
    (hosts.includes(undefined) ? `${FORM}; a host or a port cannot be read` : undefined) ??
    (kind === 'single' && hosts.length > 1
      ? 'names several hosts; they are Sentinels (redis+sentinel://) or nodes of a Cluster (redis+cluster://)'
      : undefined) ??
    (/^\d*$/.test(dbText) ? undefined : `the database must be a number`) ??
    (kind === 'cluster' && dbText !== '' ? 'a Cluster has no databases' : undefined) ??
    (credentials ? undefined : ESCAPES);
  if (problem !== undefined) return { ok: false, problem };
  return {
    ok: true,
    address: {
      kind,
      hosts: hosts.filter((host) => host !== undefined),
      ...credentials,
      db: Number(dbText),
      masterName: (kind === 'sentinel' && first) || 'mymaster',
      sentinelUsername: options.get('sentinel_username'),
      sentinelPassword: options.get('sentinel_password'),
      tls:
        secure === 's'
          ? {
              ca: options.get('ca'),
              cert: options.get('cert'),
              key: options.get('key'),
              servername: options.get('servername'),
            }
          : undefined,
    },
  };
}

function problemOfOptions(
  names: readonly string[],
  isSecure: boolean,
  kind: RedisAddress['kind'],
): string | undefined {
  const known = [...OF_TLS, ...OF_SENTINELS];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) return `has an option other than ${known.join(', ')}`;
  if (!isSecure && names.some((name) => OF_TLS.includes(name))) {
    return 'has options of TLS and begins with redis; it has to begin with rediss';
  }
  if (kind !== 'sentinel' && names.some((name) => OF_SENTINELS.includes(name))) {
    return 'has options of Sentinels and names none; it has to begin with redis+sentinel';
  }
  return undefined;
}

/** A name, an IPv4 address, or an IPv6 address in brackets. */
function hostOf(
  text: string,
  kind: RedisAddress['kind'],
): RedisAddress['hosts'][number] | undefined {
  const [, bracketed, name, port] =
    /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? name;
  const number = Number(port ?? (kind === 'sentinel' ? 26_379 : 6_379));
  return host === undefined || number < 1 || number > 65_535 ? undefined : { host, port: number };
}

/** Undefined when it cannot be read. */
function credentialsOf(userinfo: string): Pick<RedisAddress, 'username' | 'password'> | undefined {
  const colon = userinfo.indexOf(':');
  try {
    // A single word is a user, as in every URL.
    const username = decodeURIComponent(colon < 0 ? userinfo : userinfo.slice(0, colon));
    const password = decodeURIComponent(colon < 0 ? '' : userinfo.slice(colon + 1));
    return { username: username || undefined, password: password || undefined };
  } catch {
    return undefined;
  }
}
