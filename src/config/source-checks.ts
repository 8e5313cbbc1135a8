import type { SourceChecksFile } from './file-schema.ts';
import type { Proxies } from './proxies.ts';

/** How the source URLs of changes are looked at. */
export interface SourceChecksConfig {
  /** `warn`: what is found is told. `require`: what is missing or no media is refused as well. */
  readonly check: 'off' | 'warn' | 'require';
  /** Why nothing is looked at although it was asked for. */
  readonly offBecause: 'proxy' | undefined;
  /** In addition to 80 and 443. */
  readonly ports: readonly number[];
  /** Networks in CIDR notation that may be reached although they are not public. */
  readonly allowPrivate: readonly string[];
}

/**
 * Behind a proxy nothing is looked at: the proxy would resolve the names, so nobody here could tell whether an
 * address is public.
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
