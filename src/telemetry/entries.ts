import type { Telemetry } from './telemetry.ts';

/** What came of working on an entry: it is through, or it is to be looked at again. */
type Progress = { readonly done: true } | { readonly againAtMs: number };

interface Room extends Pick<Telemetry, 'tracing' | 'traceOf'> {
  readonly now: () => number;
  readonly entryHandled: (kind: string, outcome: 'done' | 'again' | 'failed', ms: number) => void;
}

/** Goes around the work on each entry of the outbox: it is measured, and part of a trace. */
export function createAroundEntry(room: Room) {
  return async (
    entry: { readonly kind: string; readonly request: string; readonly failures: number },
    work: () => Promise<Progress>,
  ): Promise<Progress> => {
    const { kind, request, failures } = entry;
    const parent = await room.traceOf(request);
    const attributes = { 'relaydesk.request': request, 'relaydesk.failures': failures };
    return room.tracing.within(`outbox ${kind}`, { attributes, parent }, () =>
      measured(room, kind, work),
    );
  };
}

async function measured(
  { now, entryHandled }: Room,
  kind: string,
  work: () => Promise<Progress>,
): Promise<Progress> {
  const startedMs = now();
  const told = (outcome: 'done' | 'again' | 'failed'): void =>
    entryHandled(kind, outcome, now() - startedMs);
  try {
    const progress = await work();
    told('done' in progress ? 'done' : 'again');
    return progress;
  } catch (error) {
    told('failed');
    throw error;
  }
}
