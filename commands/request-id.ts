import type { Reply } from './command.ts';

/** `R-142`, or `R-142.7` for a part, however it was typed: `r-142`, `R142`, `142`, `R-142,`; undefined for anything else. */
export function requestIdFrom(word: string | undefined): string | undefined {
  const [, number, part] = /^(?:r-?)?(\d{1,15})(?:\.(\d{1,3}))?[.,:;]?$/i.exec(word ?? '') ?? [];
  if (number === undefined) return undefined;
  return `R-${Number(number)}${part === undefined ? '' : `.${Number(part)}`}`;
}

/** The same, but with the `R-`, where a plain number could mean something else. */
export function markedRequestId(word: string | undefined): string | undefined {
  return word?.toLowerCase().startsWith('r-') ? requestIdFrom(word) : undefined;
}

/** The request that the words name, or the reply if there is not exactly one. */
export function requestOf(
  words: readonly string[],
  { usage, example }: { readonly usage: string; readonly example: string },
): { readonly request: string } | { readonly reply: Reply } {
  const [word, ...more] = words;
  if (more.length > 0) return { reply: { kind: 'too_many_words', usage } };
  const request = requestIdFrom(word);
  return request ? { request } : { reply: { kind: 'request_missing', word, usage, example } };
}
