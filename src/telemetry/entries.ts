import type { Log } from '#src/log.ts';
import type { Progress } from '#src/ports/progress.ts';
import { createCapped } from './capped.ts';
import type { Telemetry } from './telemetry.ts';

interface Deps extends Pick<Telemetry, 'tracing' | 'traceOf'> {
  readonly now: () => number;
  readonly entryHandled: Telemetry['metrics']['entryHandled'];
}

/** Measures and traces the work on each entry of the outbox. */
export function createAroundEntry(deps: Deps) {
  return async (
    entry: { readonly kind: string; readonly request: string; readonly failures: number },
    work: () => Promise<Progress>,
  ): Promise<Progress> => {
    const { kind, request, failures } = entry;
    const parent = await deps.traceOf(request);
    const attributes = { 'relaydesk.request': request, 'relaydesk.failures': failures };
    return deps.tracing.within(`outbox ${kind}`, { attributes, parent }, () =>
      measured(deps, kind, work),
    );
  };
}

async function measured(
  { now, entryHandled }: Deps,
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

/** Kinds that are logged by name. */
const KINDS_MAX = 20;

/** Counts entries that this version does not know, and logs each kind once. */
export function createUnknownTold(deps: {
  readonly log: Pick<Log, 'warn'>;
  readonly metrics: { readonly entryUnknown: () => void };
}) {
  const { log, metrics } = deps;
  const told = new Set<string>();
  const nameOf = createCapped(KINDS_MAX);
  return (line: string): void => {
    metrics.entryUnknown();
    const kind = nameOf(line.split(' ', 1)[0] ?? '');
    if (told.has(kind)) return;
    told.add(kind);
    log.warn('unknown kind of outbox entry: left to a newer version', { kind });
  };
}
