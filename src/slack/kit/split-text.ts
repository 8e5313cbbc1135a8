/**
 * Puts items into groups in order, each as full as possible, and cuts none of them. The sizes in a group add up to at
 * most `max`, with `joint` for what stands between two of them.
 */
export function inGroups<Item>(
  items: readonly Item[],
  max: number,
  sizeOf: (item: Item) => number,
  joint = 0,
): Item[][] {
  const groups: Item[][] = [];
  let left = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const last = groups.at(-1);
    if (last && size + joint <= left) {
      last.push(item);
      left -= size + joint;
    } else {
      groups.push([item]);
      left = max - size;
    }
  }
  return groups;
}

/** Joins lines to as few texts as possible, each of at most `max` characters, unless a single line is longer. */
export function packed(lines: readonly string[], max: number, sizeOf = lengthOf): string[] {
  return inGroups(lines, max, sizeOf, '\n'.length).map((group) => group.join('\n'));
}

export function lengthOf(text: string): number {
  return text.length;
}
