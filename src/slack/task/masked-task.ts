import { MODIFIABLE_FIELDS, type RelayTask } from '#src/relay/relay-task.ts';
import { withoutSecrets } from '#src/relay/secret.ts';
import { instantOf } from '#src/relay/time.ts';
import { shorter } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';

/** A field of a relay task with its value as people may see it. */
export type MaskedField =
  | { readonly name: string; readonly kind: 'text'; readonly text: string }
  | { readonly name: string; readonly kind: 'time'; readonly text: string; readonly atMs: number }
  | { readonly name: string; readonly kind: 'list'; readonly texts: readonly string[] };

/** Characters of one value; a longer one is cut visibly, with a fingerprint of the whole. */
export const VALUE_MAX = 400;

/** The other fields of a task, including undocumented ones, without secrets. */
export function fixedFields(
  { unknown = {}, ...known }: RelayTask,
  shortenedAs: Words['details']['shortened'],
): MaskedField[] {
  const shortened = (text: string) => shorter(text, shortenedAs, VALUE_MAX);
  const fixed = Object.entries(known).filter(([name]) => !modifiable.has(name));
  return [
    ...fixed.map(([name, value]) => maskedField(name, value, shortened)),
    ...Object.entries(unknown).map(([name, value]): MaskedField => ({
      name: shortened(visible(name)),
      kind: 'text',
      text: shortened(masked(name, value)),
    })),
  ];
}

const modifiable: ReadonlySet<string> = new Set(MODIFIABLE_FIELDS);

/** The playlist, in order, without secrets. */
export function maskedSources(
  urls: readonly string[],
  shortenedAs: Words['details']['shortened'],
): MaskedField {
  return maskedField('source_urls', urls, (text) => shorter(text, shortenedAs, VALUE_MAX));
}

function maskedField(
  name: string,
  value: unknown,
  shortened: (text: string) => string,
): MaskedField {
  if (Array.isArray(value)) {
    return { name, kind: 'list', texts: value.map((item) => shortened(masked(name, item))) };
  }
  const text = shortened(masked(name, value));
  const atMs = name.endsWith('_time') ? instantOf(text)?.epochMilliseconds : undefined;
  return atMs === undefined || atMs < 0
    ? { name, kind: 'text', text }
    : { name, kind: 'time', text, atMs };
}

function masked(name: string, value: unknown): string {
  const shown = withoutSecrets(value, name);
  return typeof shown === 'string' ? shown : (JSON.stringify(shown) ?? '');
}
