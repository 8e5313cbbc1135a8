import type { SourceChecksFile } from './file-schema.ts';
import type { Proxies } from './proxies.ts';

/** How the source URLs of changes are checked; `file-schema.ts` says what the settings mean. */
export type SourceChecksConfig = Readonly<Pick<SourceChecksFile, 'check' | 'ports'>> & {
  /** Why nothing is checked although it was configured. */
  readonly offBecause: 'proxy' | undefined;
  /** Private networks, in CIDR notation, that may be reached. */
  readonly allowPrivate: readonly string[];
};

/**
 * Behind a proxy nothing is checked: the proxy would resolve the names, so we could not tell whether an address is
 * public.
 */
export function sourceChecksConfig(
  { check, ports, allow_private: allowPrivate }: SourceChecksFile,
  { httpProxy, httpsProxy }: Proxies,
): SourceChecksConfig {
  const isOff = check !== 'off' && (httpProxy !== undefined || httpsProxy !== undefined);
  return isOff
    ? { check: 'off', offBecause: 'proxy', ports, allowPrivate }
    : { check, offBecause: undefined, ports, allowPrivate };
}
