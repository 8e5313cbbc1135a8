import { timeOf, type ClockState } from './clock.ts';

/**
 * `node --import` this before a bot, and its `Date` and `Temporal.Now` show the sandbox's clock. The
 * bot's code knows nothing of it. Timers and what measures durations (`performance`) stay real: a
 * bot that waits for an answer waits as long as ever.
 */
const NAME = 'SANDBOX_CLOCK';

const RealDate = Date;
const realNow = RealDate.now.bind(RealDate);

let state: ClockState = JSON.parse(process.env[NAME] ?? '{"aheadMs":0,"frozenAtMs":null}');
// The bot's environment is the one it was given.
delete process.env[NAME];

const now = (): number => timeOf(state, realNow());

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
  apply: () => new RealDate(now()).toString(),
  get: (target, key, receiver) =>
    key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown),
});

const instant = (): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(now());
const zoned = (zone: Temporal.TimeZoneLike = Temporal.Now.timeZoneId()): Temporal.ZonedDateTime =>
  instant().toZonedDateTimeISO(zone);
Object.assign(Temporal.Now, {
  instant,
  zonedDateTimeISO: zoned,
  plainDateTimeISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainDateTime(),
  plainDateISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainDate(),
  plainTimeISO: (zone?: Temporal.TimeZoneLike) => zoned(zone).toPlainTime(),
});

process.on('message', (next: ClockState) => {
  state = next;
  process.send?.('followed');
});
// The line to the sandbox alone keeps no bot alive.
process.channel?.unref();
