/** What came of working on an entry: it is through, or it is to be looked at again. */
type Progress = { readonly done: true } | { readonly againAtMs: number };

/** Goes around the work on each entry of the outbox, and measures it. */
export function createAroundEntry(room: {
  readonly now: () => number;
  readonly entryHandled: (kind: string, outcome: 'done' | 'again' | 'failed', ms: number) => void;
}) {
  return async (
    entry: { readonly kind: string; readonly request: string },
    work: () => Promise<Progress>,
  ): Promise<Progress> => {
    const startedMs = room.now();
    const told = (outcome: 'done' | 'again' | 'failed'): void =>
      room.entryHandled(entry.kind, outcome, room.now() - startedMs);
    try {
      const progress = await work();
      told('done' in progress ? 'done' : 'again');
      return progress;
    } catch (error) {
      told('failed');
      throw error;
    }
  };
}
