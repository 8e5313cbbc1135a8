import type { RelayTask } from '#src/relay/relay-task.ts';
import { withoutSecrets } from '#src/relay/secret.ts';
import { shorter, visible } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** A field of a relay task with its value as people may see it. */
export type MaskedField =
  | { readonly name: string; readonly kind: 'text' | 'time'; readonly text: string }
  | { readonly name: string; readonly kind: 'list'; readonly texts: readonly string[] };

/** Characters of one value; what is longer is cut in sight, with a fingerprint of the whole. */
const VALUE_MAX = 400;

/** Everything that a task holds, the fields nobody documented included, without its secrets. */
export function maskedFields(
  { unknown = {}, ...known }: RelayTask,
  shortenedAs: Words['details']['shortened'],
): MaskedField[] {
  const shortened = (text: string) => shorter(text, shortenedAs, VALUE_MAX);
  return [
    ...Object.entries(known).map(([name, value]) => maskedField(name, value, shortened)),
    ...Object.entries(unknown).map(([name, value]): MaskedField => ({
      name: shortened(visible(name)),
      kind: 'text',
      text: shortened(masked(name, value)),
    })),
  ];
}

function maskedField(
  name: string,
  value: string | number | readonly string[],
  shortened: (text: string) => string,
): MaskedField {
  if (typeof value === 'number') return { name, kind: 'text', text: String(value) };
  if (typeof value === 'object') {
    return { name, kind: 'list', texts: value.map((item) => shortened(masked(name, item))) };
  }
  const isTime =
    name.endsWith('_time') && Number.isFinite(Date.parse(value)) && value.includes('T');
  return { name, kind: isTime ? 'time' : 'text', text: shortened(masked(name, value)) };
}

function masked(name: string, value: unknown): string {
  const shown = withoutSecrets(value, name);
  return typeof shown === 'string' ? shown : (JSON.stringify(shown) ?? '');
}
