/**
 * What people call a source: the last part of its path, decoded, without the query, in which signatures travel.
 * The host where there is no path.
 */
export function fileName(url: string): string {
  const place = url.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  const last = place.slice(place.lastIndexOf('/') + 1).replace(/^[^/]*@/, '');
  try {
    const decoded = decodeURIComponent(last);
    // A name that breaks the line, or hides what stands in it, stays as it is written.
    return /[\p{C}\p{Zl}\p{Zp}]/u.test(decoded) ? last : decoded;
  } catch {
    return last;
  }
}
