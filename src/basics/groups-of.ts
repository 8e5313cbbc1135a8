/** Consecutive groups of at most `size`. */
export function groupsOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_all, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
