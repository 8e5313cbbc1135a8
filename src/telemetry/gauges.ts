import type { Registry } from '@prometheus-io/client';
import type { EndingStats } from '#src/ports/ending-stats.ts';
import type { StoreStats } from '#src/ports/store-stats.ts';
import { createInstruments } from './instruments.ts';

/** A number of Prometheus holds at most 12 hexadecimal digits exactly. */
const HEAD_DIGITS = 12;

/** Gauges of the store, set when the metrics are read. */
export function createStoreGauges(registry: Registry, now: () => number) {
  const make = createInstruments(registry);
  const requests = make.gauge('requests', ['state']);
  const oldest = make.gauge('oldest_request_age_seconds', ['state']);
  const entries = make.gauge('outbox_entries');
  const oldestAge = make.gauge('outbox_oldest_age_seconds');
  const untakenAge = make.gauge('outbox_untaken_age_seconds');
  const timers = make.gauge('outbox_timers');
  const aside = make.gauge('outbox_aside');
  const lines = make.gauge('audit_lines');
  const head = make.gauge('audit_head');
  const isUp = make.gauge('redis_up');

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
    entries.set(outbox?.entries ?? Number.NaN);
    oldestAge.set((outbox?.oldestAgeMs ?? Number.NaN) / 1000);
    untakenAge.set((outbox?.untakenAgeMs ?? Number.NaN) / 1000);
    timers.set(outbox?.timers ?? Number.NaN);
    aside.set(outbox?.aside ?? Number.NaN);
    lines.set(figures?.audit.lines ?? Number.NaN);
    head.set(
      figures ? Number.parseInt((figures.audit.head ?? '0').slice(0, HEAD_DIGITS), 16) : Number.NaN,
    );
  };
}

/** Gauges of what ends soon, by project, set when the metrics are read. */
export function createEndingGauges(registry: Registry) {
  const make = createInstruments(registry);
  const soon = make.gauge('tasks_ending', ['project']);
  const kept = make.gauge('keep_on_air_ending', ['project']);
  const age = make.gauge('tasks_read_age_seconds', ['project']);
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
