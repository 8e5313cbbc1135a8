import { type ArrayChange, diffArrays } from 'diff';

type Part = ArrayChange<string>;

/** One line of a playlist diff. `moved` lines are in both lists, at different places; positions count from 1. */
export type PlaylistLine =
  | { readonly kind: 'kept'; readonly url: string; readonly to: number }
  | { readonly kind: 'removed'; readonly url: string; readonly from: number }
  | { readonly kind: 'added'; readonly url: string; readonly to: number }
  | { readonly kind: 'moved'; readonly url: string; readonly from: number; readonly to: number };

/** The playlist after the change, line by line, with what was removed where it stood. */
export function playlistDiff(before: readonly string[], after: readonly string[]): PlaylistLine[] {
  const parts = diffArrays([...before], [...after]);
  const origins = originsOfMoved(parts);
  const lines: PlaylistLine[] = [];
  let [from, to] = [0, 0];
  for (const part of parts) {
    for (const url of part.value) {
      if (!part.added) from += 1;
      if (!part.removed) to += 1;
      const origin = origins.get(to);
      if (part.added && origin !== undefined) lines.push({ kind: 'moved', url, from: origin, to });
      else if (part.added) lines.push({ kind: 'added', url, to });
      else if (!part.removed) lines.push({ kind: 'kept', url, to });
      else if (![...origins.values()].includes(from)) lines.push({ kind: 'removed', url, from });
    }
  }
  return lines;
}

/** Where each moved line was before, by its new place. Each added line is matched with one removed line. */
function originsOfMoved(parts: readonly Part[]): ReadonlyMap<number, number> {
  const gone = placesOf(parts, 'removed');
  const origins = new Map<number, number>();
  for (const { url, place } of placesOf(parts, 'added')) {
    const index = gone.findIndex((line) => line.url === url);
    const [match] = index < 0 ? [] : gone.splice(index, 1);
    if (match) origins.set(place, match.place);
  }
  return origins;
}

function placesOf(parts: readonly Part[], kind: 'added' | 'removed') {
  const other = kind === 'added' ? 'removed' : 'added';
  return parts
    .filter((part) => !part[other])
    .flatMap((part) => part.value.map((url) => ({ url, isOfKind: part[kind] })))
    .flatMap(({ url, isOfKind }, index) => (isOfKind ? [{ url, place: index + 1 }] : []));
}
