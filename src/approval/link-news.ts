import { type ChangeRequest, isClosed } from './change-request.ts';
import type { OutboxEntry } from './entry-kinds.ts';

/** Brings what is built on a request in line with it. */
export function followEntry(request: string): OutboxEntry {
  return { kind: 'follow', request };
}

/**
 * Entries for the predecessor of a link that was written first, moved or ended: what is shown of it says what follows. A new
 * link is compared with it at once, since it may have changed while the link was asked for.
 */
export function linkNews(before: Partial<ChangeRequest>, next: ChangeRequest): OutboxEntry[] {
  const isSame =
    before.after === next.after &&
    before.applyAtMs === next.applyAtMs &&
    isClosed(before.state ?? 'applied') === isClosed(next.state);
  if (isSame) return [];
  const shown = before.after ?? next.after;
  return [
    ...(shown === undefined ? [] : [{ kind: 'show', request: shown } as const]),
    ...(next.after === undefined || isClosed(next.state) ? [] : [followEntry(next.after)]),
  ];
}
