import { sha256 } from '#src/basics/sha256.ts';
import { SECRET_NAME } from '../text/redaction.ts';

/**
 * A source or push URL as people may see it. Its query and user may hold signing keys, so they are replaced by a
 * fingerprint, which still shows when they change.
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

/** Anybody who knows the path of a callback can send events, so only the host is shown. */
export function maskedCallback(url: string): string {
  const [, host, rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(.*)$/is.exec(url) ?? [];
  const where = host === undefined ? '' : maskedUrl(host);
  return rest.length > 1 || host === undefined ? `${where}/…${fingerprint(url)}` : where;
}

/** Without a signature, the last part of a push URL is the stream's key. */
export function maskedTarget(url: string): string {
  const [, place, key] =
    /^([a-z][a-z0-9+.-]*:\/\/[^/?#]+\/(?:[^?#]*\/)?)([^/?#]+)$/i.exec(url) ?? [];
  if (place === undefined || key === undefined) return maskedUrl(url);
  return `${maskedUrl(place)}…${fingerprint(key)}`;
}

const ADDRESSES = /[a-z][a-z0-9+.-]{0,15}:\/\/\S+/gi;

/** A text in which every URL is masked. */
export function withMaskedUrls(text: string, masked = maskedUrl): string {
  return text.replaceAll(ADDRESSES, (url) => masked(url));
}

/**
 * A value of the API as it may be shown and stored: URLs are masked as their field requires, and secrets (by field
 * name) replaced by fingerprints, at any depth.
 */
export function withoutSecrets(value: unknown, name = ''): unknown {
  if (SECRET_NAME.test(name) && (value === null || typeof value !== 'object')) {
    return `…${fingerprint(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))}`;
  }
  if (typeof value === 'string') return maskedText(name, value);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, name));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner, key)]),
  );
}

function maskedText(name: string, value: string): string {
  if (name === 'callback_url') return maskedCallback(value);
  // The path of a source is what people compare; only its query is a secret.
  if (name.endsWith('source_urls')) return maskedUrl(value);
  return withMaskedUrls(value, name === 'destination_url' ? maskedTarget : maskedUrl);
}

/** Six characters that differ when the secret does. */
export function fingerprint(secret: string): string {
  return sha256(secret).slice(0, 6);
}
