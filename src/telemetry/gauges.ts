import type { Registry } from '@prometheus-io/client';
import type { EndingStats } from '#src/ports/ending-stats.ts';
import type { StoreStats } from '#src/ports/store-stats.ts';
import { createInstruments } from './instruments.ts';

/** A number of Prometheus holds at most 12 hexadecimal digits exactly. */
const HEAD_DIGITS = 12;

/** Gauges of the store, set when the metrics are read. */
export function createStoreGauges(registry: Registry, now: () => number) {
  const make = createInstruments(registry);
  const gauge = (name: string, help: string) => make.gauge(name, [], help);
  const byState = (name: string, help: string) => make.gauge(name, ['state'], help);

  const requests = byState(
    'requests',
    'Change requests by state; all closed ones count as "closed".',
  );
  const oldest = byState('oldest_request_age_seconds', 'Age of the oldest open request by state.');
  const single = {
    entries: gauge('outbox_entries', 'Entries of the outbox that are not done yet.'),
    oldestAgeMs: gauge('outbox_oldest_age_seconds', 'Age of the oldest entry of the outbox.'),
    untakenAgeMs: gauge(
      'outbox_untaken_age_seconds',
      'How long the oldest untaken entry of the outbox has waited.',
    ),
    timers: gauge('outbox_timers', 'Entries that become due later.'),
    aside: gauge('outbox_aside', 'Entries that are dead-lettered because they kept failing.'),
  };
  const lines = gauge('audit_lines', 'Lines of the audit.');
  const head = gauge(
    'audit_head',
    'The first 12 hexadecimal digits of the hash of the last audit line, as a number.',
  );
  const isUp = gauge('redis_up', 'Whether Redis answered.');

  return (figures: StoreStats | undefined): void => {
    isUp.set(figures ? 1 : 0);
    requests.reset();
    oldest.reset();
    for (const { state, count, oldestMs } of figures?.open ?? []) {
      requests.set({ state }, count);
      oldest.set({ state }, oldestMs === undefined ? 0 : (now() - oldestMs) / 1000);
    }
    if (figures) requests.set({ state: 'closed' }, figures.closed);
    // Unknown values are NaN: a 0 would mean that all is well.
    const outbox = figures?.outbox;
    single.entries.set(outbox?.entries ?? Number.NaN);
    single.oldestAgeMs.set((outbox?.oldestAgeMs ?? Number.NaN) / 1000);
    single.untakenAgeMs.set((outbox?.untakenAgeMs ?? Number.NaN) / 1000);
    single.timers.set(outbox?.timers ?? Number.NaN);
    single.aside.set(outbox?.aside ?? Number.NaN);
    lines.set(figures?.audit.lines ?? Number.NaN);
    head.set(
      figures ? Number.parseInt((figures.audit.head ?? '0').slice(0, HEAD_DIGITS), 16) : Number.NaN,
    );
  };
}

/** Gauges of what ends soon, by project, set when the metrics are read. */
export function createEndingGauges(registry: Registry) {
  const make = createInstruments(registry);
  const gauge = (name: string, help: string) => make.gauge(name, ['project'], help);
  const soon = gauge('tasks_ending', 'Relay tasks that end by themselves within a day.');
  const kept = gauge(
    'keep_on_air_ending',
    'Relay tasks that should stay on air, end within the hour, and that nobody lets end.',
  );
  const age = gauge(
    'tasks_read_age_seconds',
    'How long ago the relay tasks were read for what ends soon.',
  );
  return (stats: readonly EndingStats[]): void => {
    for (const each of [soon, kept, age]) each.reset();
    for (const { project, soon: count, keptEnding, readAgeMs } of stats) {
      // What is not known is no number: a 0 would say that all is well.
      soon.set({ project }, count ?? Number.NaN);
      kept.set({ project }, readAgeMs === undefined ? Number.NaN : keptEnding);
      age.set({ project }, (readAgeMs ?? Number.NaN) / 1000);
    }
  };
}
