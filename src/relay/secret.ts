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

/** Six characters that differ when the secret does. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 6);
}
