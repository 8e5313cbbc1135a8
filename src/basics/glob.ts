/** Whether a text is what a pattern stands for, in which `*` is any characters. */
export function fitsGlob(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
