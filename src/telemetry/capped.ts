/** Stands for every value that came after the limit was reached. */
const OTHER = 'other';

/**
 * Lets through the first values that come and calls every later one `other`, so that a label can be
 * made of a text that is not ours.
 */
export function createCapped(limit: number): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= limit) return OTHER;
    known.add(value);
    return value;
  };
}
