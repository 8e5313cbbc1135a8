import type { SourceChecksFile } from './file-schema.ts';
import type { Proxies } from './proxies.ts';

/** How the source URLs of changes are checked. */
export interface SourceChecksConfig {
  /** `warn`: findings are shown. `require`: missing files and files that are not media are refused as well. */
  readonly check: 'off' | 'warn' | 'require';
  /** Why nothing is checked although it was configured. */
  readonly offBecause: 'proxy' | undefined;
  /** In addition to 80 and 443. */
  readonly ports: readonly number[];
  /** Private networks, in CIDR notation, that may be reached. */
  readonly allowPrivate: readonly string[];
}

/**
 * Behind a proxy nothing is checked: the proxy would resolve the names, so we could not tell whether an address is
 * public.
 */
export function sourceChecksConfig(
  { check, ports, allow_private: allowPrivate }: SourceChecksFile,
  { httpProxy, httpsProxy }: Proxies,
): SourceChecksConfig {
  const isProxied = httpProxy !== undefined || httpsProxy !== undefined;
  return isProxied && check !== 'off'
    ? { check: 'off', offBecause: 'proxy', ports, allowPrivate }
    : { check, offBecause: undefined, ports, allowPrivate };
}
