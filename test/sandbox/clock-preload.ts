import { Socket } from 'node:net';
import { timeOf, type ClockState } from './clock.ts';

/**
 * `node --import` this before a bot, and its `Date`, its `Temporal.Now` and the time of Redis show the sandbox's
 * clock, unknown to the bot's code. Timers and durations (`performance`) stay real, so waiting takes as long as ever.
 */
const NAME = 'SANDBOX_CLOCK';
/** Set if only this machine's clock differs and Redis has the real time. */
const WRONG = 'SANDBOX_CLOCK_IS_WRONG';

const RealDate = Date;
const realNow = RealDate.now.bind(RealDate);

let state: ClockState = JSON.parse(process.env[NAME] ?? '{"aheadMs":0,"frozenAtMs":null}');
const isWrong = process.env[WRONG] !== undefined;
// The bot's environment is the one it was given.
delete process.env[NAME];
delete process.env[WRONG];

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

/** The clock of Redis cannot be set, so calls for its time are answered with the sandbox's. */
const TIME = '*1\r\n$4\r\ntime\r\n';
const SCRIPT = `local time = redis.call('TIME')
local ms = FROZEN or (time[1] * 1000 + math.floor(time[2] / 1000) + AHEAD)
return { string.format('%.0f', math.floor(ms / 1000)), string.format('%.0f', ms % 1000 * 1000) }`;

const sandboxTime = (): string => {
  const script = SCRIPT.replace('FROZEN', String(state.frozenAtMs ?? 'nil')).replace(
    'AHEAD',
    String(state.aheadMs),
  );
  return `*3\r\n$4\r\neval\r\n$${script.length}\r\n${script}\r\n$1\r\n0\r\n`;
};

if (!isWrong) {
  const { write } = Socket.prototype;
  const writeAsked = function (this: Socket, chunk: string | Uint8Array, ...rest: []): boolean {
    const isAsking = typeof chunk === 'string' && chunk.includes(TIME);
    return write.call(this, isAsking ? chunk.replaceAll(TIME, sandboxTime()) : chunk, ...rest);
  };
  Socket.prototype.write = writeAsked;

  // The bot uses this to advance its clock. If the sandbox's clock stands still, so does this.
  const startMs = now();
  process.uptime = () => (now() - startMs) / 1_000;
}

process.on('message', (next: ClockState) => {
  state = next;
  process.send?.('followed');
});
// The line to the sandbox alone keeps no bot alive.
process.channel?.unref();
