import type { Settings } from './environment.ts';

/** The proxies of the environment, for HTTP and WebSockets to Slack and to the cloud. */
export interface Proxies {
  readonly httpProxy: string | undefined;
  readonly httpsProxy: string | undefined;
  /** Hosts to contact directly, as `NO_PROXY` lists them. */
  readonly noProxy: string | undefined;
}

export const NO_PROXIES: Proxies = {
  httpProxy: undefined,
  httpsProxy: undefined,
  noProxy: undefined,
};

/** Lower-case names take precedence, as in curl and Node. */
export function proxiesFrom({ get }: Settings, problems: string[]): Proxies {
  const value = (name: string): string | undefined =>
    get(name.toLowerCase()) || get(name) || undefined;
  const proxy = (name: string): string | undefined => {
    const address = value(name);
    if (address === undefined || isProxy(address)) return address;
    problems.push(
      `${name}: must be the address of an HTTP proxy, like http://proxy.example.com:3128`,
    );
    return undefined;
  };
  return {
    httpProxy: proxy('HTTP_PROXY'),
    httpsProxy: proxy('HTTPS_PROXY'),
    noProxy: value('NO_PROXY'),
  };
}

/** For Node and undici. If a value were left out, they would read the environment themselves. */
export function proxyEnv({ httpProxy, httpsProxy, noProxy }: Proxies) {
  return {
    HTTP_PROXY: httpProxy ?? '',
    HTTPS_PROXY: httpsProxy ?? '',
    NO_PROXY: noProxy ?? '',
  };
}

/** Passwords of proxies, as written and as sent. */
export function secretsOfProxies({ httpProxy, httpsProxy }: Proxies): string[] {
  return [httpProxy, httpsProxy].flatMap((address) => {
    const { password = '' } = URL.parse(address ?? '') ?? {};
    return password === '' ? [] : [password, decodeURIComponent(password)];
  });
}

function isProxy(address: string): boolean {
  const url = URL.parse(address);
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  return isHttp && url.hostname !== '' && !/%(?![0-9a-f]{2})/i.test(url.password);
}
