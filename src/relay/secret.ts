import { createHash } from 'node:crypto';

/**
 * A source or push address as people may see it: the query and a user part are where signing keys
 * travel, so they are replaced by a fingerprint, which still shows that they changed.
 */
export function maskedUrl(url: string): string {
  const match = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url);
  const [, place = url, query = '', fragment = ''] = match ?? [];
  const shown = place.replace(
    /^([a-z][a-z0-9+.-]*:\/\/)([^/]*)@/i,
    (_all, scheme: string, user: string) => {
      return `${scheme}…${fingerprint(user)}@`;
    },
  );
  const secret = `${query}${fragment}`;
  return secret.length > 1 ? `${shown}?…${fingerprint(secret)}` : shown;
}

/**
 * A value of the API, whole, as it may be written down for good: every address masked, and the
 * arguments of the push, which are a signing key and little else.
 */
export function withoutSecrets(value: unknown, name = ''): unknown {
  if (typeof value === 'string') {
    if (name === 'push_args') return `…${fingerprint(value)}`;
    return value.includes('://') ? maskedUrl(value) : value;
  }
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, name));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner, key)]),
  );
}

/** Six characters that differ when the secret does. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 6);
}
