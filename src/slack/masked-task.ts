import type { RelayTask } from '#src/relay/relay-task.ts';
import { fingerprint, maskedUrl } from '#src/relay/secret.ts';
import { cut, visible } from './text.ts';

/** A field of a relay task with its value as people may see it. */
export type MaskedField =
  | { readonly name: string; readonly kind: 'text' | 'time'; readonly text: string }
  | { readonly name: string; readonly kind: 'list'; readonly texts: readonly string[] };

/** Characters of one value; what is longer is cut in sight, with a fingerprint of the whole. */
const VALUE_MAX = 400;

/** Everything that a task holds, the fields nobody documented included, without its secrets. */
export function maskedFields({ unknown = {}, ...known }: RelayTask): MaskedField[] {
  return [
    ...Object.entries(known).map(([name, value]) => maskedField(name, value)),
    ...Object.entries(unknown).map(([name, value]): MaskedField => ({
      name: shortened(visible(name)),
      kind: 'text',
      text: unknownText(name, value),
    })),
  ];
}

function maskedField(name: string, value: string | number | readonly string[]): MaskedField {
  if (typeof value === 'number') return { name, kind: 'text', text: String(value) };
  if (typeof value === 'object') {
    const isUrls = name.endsWith('_urls');
    return { name, kind: 'list', texts: value.map((v) => shortened(isUrls ? maskedUrl(v) : v)) };
  }
  const isTime =
    name.endsWith('_time') && Number.isFinite(Date.parse(value)) && value.includes('T');
  return { name, kind: isTime ? 'time' : 'text', text: shortened(withoutSecret(name, value)) };
}

function withoutSecret(name: string, value: string): string {
  switch (name) {
    case 'push_args':
      return `…${fingerprint(value)}`;
    case 'callback_url':
      return maskedCallback(value);
    case 'destination_url':
      return maskedTarget(value);
    default:
      return value.includes('://') ? maskedUrl(value) : value;
  }
}

/** Whoever knows the path of a callback can send events, so nothing but the host is shown. */
export function maskedCallback(url: string): string {
  const [, host, rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(.*)$/is.exec(url) ?? [];
  const where = host === undefined ? '' : maskedUrl(host);
  return rest.length > 1 || host === undefined ? `${where}/…${fingerprint(url)}` : where;
}

/** Where nothing is signed, the last part of a push address is the key of the stream. */
export function maskedTarget(url: string): string {
  const [, place, key] =
    /^([a-z][a-z0-9+.-]*:\/\/[^/?#]+\/(?:[^?#]*\/)?)([^/?#]+)$/i.exec(url) ?? [];
  if (place === undefined || key === undefined) return maskedUrl(url);
  return `${maskedUrl(place)}…${fingerprint(key)}`;
}

const SECRET_NAME = /secret|token|sign|passw|pwd|auth|key|credential|args/i;

function unknownText(name: string, value: unknown): string {
  const masked = maskedDeep(name, value);
  return shortened(typeof masked === 'string' ? masked : JSON.stringify(masked));
}

function maskedDeep(name: string, value: unknown): unknown {
  if (typeof value === 'string') {
    if (SECRET_NAME.test(name)) return `…${fingerprint(value)}`;
    return value.replaceAll(/[a-z][a-z0-9+.-]{0,15}:\/\/\S+/gi, maskedTarget);
  }
  if (value === null || typeof value !== 'object') {
    return SECRET_NAME.test(name) ? `…${fingerprint(JSON.stringify(value) ?? '')}` : value;
  }
  if (Array.isArray(value)) return value.map((item) => maskedDeep(name, item));
  return Object.fromEntries(
    Object.entries(value).map(([inner, one]) => [inner, maskedDeep(inner, one)]),
  );
}

function shortened(text: string): string {
  const shown = visible(text);
  const length = Array.from(shown).length;
  if (length <= VALUE_MAX) return shown;
  return `${cut(shown, VALUE_MAX)} (${length} characters, ${fingerprint(text)})`;
}
