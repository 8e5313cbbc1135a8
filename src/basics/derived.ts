/** The result of `make` for a value that may be replaced; made again only after it was. */
export function derived<From, Made>(from: () => From, make: (from: From) => Made): () => Made {
  let last: { readonly from: From; readonly made: Made } | undefined;
  return () => {
    const now = from();
    if (last?.from !== now) last = { from: now, made: make(now) };
    return last.made;
  };
}

/**
 * A map that shows what `current` returns at the time of each call. A walk through it shows to its end what it began
 * with.
 */
export function liveMap<Key, Value>(
  current: () => ReadonlyMap<Key, Value>,
): ReadonlyMap<Key, Value> {
  return {
    get size() {
      return current().size;
    },
    get: (key) => current().get(key),
    has: (key) => current().has(key),
    keys: () => current().keys(),
    values: () => current().values(),
    entries: () => current().entries(),
    [Symbol.iterator]: () => current()[Symbol.iterator](),
    forEach: (act, self) => current().forEach(act, self),
  };
}
