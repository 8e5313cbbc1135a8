import { type AppliedChange, asRun, type AsRunRow } from '#src/watch/as-run.ts';
import type { KeptEvent, Span } from '#src/watch/kept-event.ts';

/** The events of a day, as tests write them and read what is made of them. */

const DAY_MS = 86_400_000;
export const day: Span = {
  fromMs: Date.parse('2026-11-26T00:00:00Z'),
  untilMs: Date.parse('2026-11-27T00:00:00Z'),
};
export const nowMs = day.untilMs + DAY_MS;

/** `10:00:05` of the day, `-22:10:00` of the day before. */
export const at = (time: string): number =>
  time.startsWith('-') ? at(time.slice(1)) - DAY_MS : Date.parse(`2026-11-26T${time}Z`);

export const event = (name: string, time: string, fields: Partial<KeptEvent> = {}): KeptEvent => ({
  event: name,
  eventAtMs: at(time),
  receivedAtMs: at(time) + 800,
  ...fields,
});
export const starts = (file: string, time: string, fields: Partial<KeptEvent> = {}): KeptEvent =>
  event('VodSourceFileStart', time, { file, ...fields });
export const ends = (file: string, time: string, fields: Partial<KeptEvent> = {}): KeptEvent =>
  event('VodSourceFileFinish', time, { file, ...fields });

export const alarm = (time: string, said: string): KeptEvent => event('TaskAlarm', time, { said });

export const change = (
  id: string,
  time: string,
  before: string[],
  after: string[],
): AppliedChange => ({
  id,
  atMs: at(time),
  before,
  after,
});
export const run = (
  events: readonly KeptEvent[],
  more: {
    readonly changes?: readonly AppliedChange[];
    readonly silences?: readonly Span[];
    readonly nowMs?: number;
  } = {},
) => asRun({ events, changes: [], silences: [], day, nowMs, ...more });

const clock = (ms: number | undefined): string =>
  ms === undefined ? '?' : new Date(ms).toISOString().slice(5, 19).replace('11-26T', '');

/** A row as one reads it. */
export const told = (row: AsRunRow): string => {
  switch (row.kind) {
    case 'file': {
      const until = row.end.kind === 'open' ? 'open' : `${clock(row.end.atMs)} ${row.end.kind}`;
      return `${clock(row.fromMs)} ${row.file ?? '?'} ${until}${row.by ? ` by ${row.by}` : ''}`;
    }
    case 'gap':
      return `gap ${clock(row.fromMs)} ${clock(row.untilMs)}${row.isUnsure ? ' unsure' : ''}`;
    case 'alarm':
    case 'silence':
      return `${row.kind} ${clock(row.fromMs)} ${clock(row.untilMs)}`;
    default:
      return `${row.kind} ${clock(row.fromMs)}`;
  }
};
export const lines = (...given: Parameters<typeof run>): string[] => run(...given).rows.map(told);
