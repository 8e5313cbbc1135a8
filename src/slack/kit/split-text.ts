/**
 * Puts texts into groups in order, each as full as it may be, and cuts none of them. `max` counts
 * characters, `joint` those that stand between two texts of a group.
 */
export function inGroups(texts: readonly string[], max: number, joint: number): string[][] {
  const groups: string[][] = [];
  let left = 0;
  for (const text of texts) {
    const last = groups.at(-1);
    if (last && text.length + joint <= left) {
      last.push(text);
      left -= text.length + joint;
    } else {
      groups.push([text]);
      left = max - text.length;
    }
  }
  return groups;
}

/** Lines as few texts as they fit in, of at most `max` characters each. */
export function packed(lines: readonly string[], max: number): string[] {
  return inGroups(lines, max, '\n'.length).map((group) => group.join('\n'));
}
