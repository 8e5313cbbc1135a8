import { diffArrays } from 'diff';

/**
 * One line of a playlist diff. `moved` lines are in both lists at another place in the order;
 * positions count from 1.
 */
export type PlaylistLine =
  | { readonly kind: 'kept'; readonly url: string; readonly to: number }
  | { readonly kind: 'removed'; readonly url: string; readonly from: number }
  | { readonly kind: 'added'; readonly url: string; readonly to: number }
  | { readonly kind: 'moved'; readonly url: string; readonly from: number; readonly to: number };

/** The playlist after the change, line by line, with what was removed where it stood. */
export function playlistDiff(before: readonly string[], after: readonly string[]): PlaylistLine[] {
  const lines: PlaylistLine[] = [];
  const parts = diffArrays([...before], [...after]);
  const dropped = new Set(parts.filter((part) => part.removed).flatMap((part) => part.value));
  let [from, to] = [0, 0];
  for (const part of parts) {
    for (const url of part.value) {
      if (part.removed) {
        from += 1;
        if (!after.includes(url)) lines.push({ kind: 'removed', url, from });
      } else if (part.added) {
        to += 1;
        const moved = dropped.has(url);
        lines.push(
          moved
            ? { kind: 'moved', url, from: before.indexOf(url) + 1, to }
            : { kind: 'added', url, to },
        );
      } else {
        from += 1;
        to += 1;
        lines.push({ kind: 'kept', url, to });
      }
    }
  }
  return lines;
}
