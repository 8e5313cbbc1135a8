/** `R-142`, however it was typed: `r-142`, `R142`, `142`; undefined for anything else. */
export function requestIdFrom(word: string | undefined): string | undefined {
  const [, number] = /^(?:r-?)?(\d{1,15})$/i.exec(word ?? '') ?? [];
  return number === undefined ? undefined : `R-${Number(number)}`;
}
