/** Replaces every value that comes after the limit is reached. */
const OTHER = 'other';

/**
 * Lets the first `limit` values through and replaces later ones by `other`, so that outside texts can be used as
 * labels.
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
