import type { OutboxEntry } from '#src/approval/transition.ts';

/** An outbox entry as it lies in the stream, with how often it has failed already. */
export interface StoredEntry extends OutboxEntry {
  readonly failures: number;
}

const KINDS = ['show', 'execute', 'expire', 'settle', 'remind', 'escalate'] as const;

/** `kind request` or `kind request failures`; equal entries make equal lines. */
export function toLine(entry: OutboxEntry & { readonly failures?: number }): string {
  const words = [entry.kind, entry.request];
  return [...words, ...(entry.failures ? [entry.failures] : [])].join(' ');
}

export function fromLine(line: string): StoredEntry | undefined {
  const [word, request, failures] = line.split(' ');
  const kind = KINDS.find((known) => known === word);
  return kind && request ? { kind, request, failures: Number(failures ?? 0) } : undefined;
}
