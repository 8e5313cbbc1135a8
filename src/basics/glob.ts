/**
 * Whether a text is what a pattern stands for, in which `*` is any characters. People type patterns, and a regular
 * expression with many `*` may take minutes.
 */
export function fitsGlob(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text;
  const [first = '', ...parts] = pattern.split(/\*+/);
  const last = parts.pop() ?? '';
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
