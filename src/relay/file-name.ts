/**
 * What people call a source: the last part of its path, decoded, or the host if there is no path. The query is left
 * out, since it may hold a signature.
 */
export function fileName(url: string): string {
  return decoded(partsOf(url).at(-1) ?? '');
}

/**
 * What people call each of these sources: its file name, preceded by as many folders (and the host, if need be) as it
 * takes to tell it from others of the same name: `news/evening.mp4`. URLs that differ only in their query are one
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
    // A name that would break the line or hide some of its characters stays encoded.
    return /[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? part : text;
  } catch {
    return part;
  }
}
