/**
 * What people call a source: the last part of its path, decoded, without the query, in which signatures travel.
 * The host where there is no path.
 */
export function fileName(url: string): string {
  return decoded(partsOf(url).at(-1) ?? '');
}

/**
 * What people call each of these sources: its file name, and where two different ones share a name, as many of the
 * folders above it as tell them apart (`news/evening.mp4`), the host if need be. What differs only in its query is one
 * file.
 */
export function fileNames(urls: readonly string[]): (url: string) => string {
  const byName = Map.groupBy(new Set(urls), fileName);
  return (url) => {
    const parts = partsOf(url);
    const others = (byName.get(fileName(url)) ?? []).map(partsOf).filter(isOtherThan(parts));
    const shared = others.map((other) => commonEnd(parts, other));
    const shown = shared.length === 0 ? 1 : Math.max(...shared) + 1;
    return parts.slice(-shown).map(decoded).join('/');
  };
}

/** Host and path of a URL, without user, query and fragment. */
export function placeOf(url: string): string {
  const place = url.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  return place.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^[^/]*@/, '');
}

function partsOf(url: string): string[] {
  return placeOf(url).split('/');
}

function isOtherThan(parts: readonly string[]) {
  const place = parts.join('/');
  return (other: readonly string[]): boolean => other.join('/') !== place;
}

/** How many parts two places share at their ends. */
function commonEnd(one: readonly string[], other: readonly string[]): number {
  const differs = one.findLastIndex(
    (part, index) => part !== other[index + other.length - one.length],
  );
  return one.length - 1 - differs;
}

function decoded(part: string): string {
  try {
    const text = decodeURIComponent(part);
    // A name that breaks the line, or hides what stands in it, stays as it is written.
    return /[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? part : text;
  } catch {
    return part;
  }
}
