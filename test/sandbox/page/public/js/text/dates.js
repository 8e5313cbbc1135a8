import { html } from '../html.js';

let clock = { nowMs: 0, isFrozen: false, aheadMs: 0 };
let reader = { locale: 'en-US', tz: 'Etc/UTC' };

/** The sandbox has its own clock, which may be stopped or ahead. */
export const setClock = ({ nowMs, isFrozen }) => {
  clock = { nowMs, isFrozen, aheadMs: nowMs - Date.now() };
};
export const now = () => new Date(clock.isFrozen ? clock.nowMs : Date.now() + clock.aheadMs);

/** Slack shows dates in the language and the zone of the reader, not of the machine. */
export const setReader = ({ locale, tz }) => {
  reader = { locale, tz };
};
export const readerZone = () => reader.tz;

const formats = new Map();
const formatFor = (options, locale = reader.locale) => {
  const key = JSON.stringify([locale, reader.tz, options]);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: reader.tz, ...options }));
  }
  return formats.get(key);
};
const formatted = (date, options) => formatFor(options).format(date);

const two = '2-digit';
const dayAndYear = { day: 'numeric', year: 'numeric' };
const dayOfYear = { day: 'numeric', month: 'short' };
export const time = (date) => formatted(date, { timeStyle: 'short' });
export const timeSeconds = (date) => formatted(date, { timeStyle: 'medium' });
export const shortTime = (date) => `${formatted(date, dayOfYear)} ${time(date)}`;
export const dayAndTime = (date) =>
  `${formatted(date, { weekday: 'short', ...dayOfYear })} ${timeSeconds(date)}`;
export const fullTime = (date) => formatted(date, { dateStyle: 'full', timeStyle: 'long' });
const short = (date) => formatted(date, { month: 'short', ...dayAndYear });
const medium = (date) => formatted(date, { month: 'long', ...dayAndYear });
const long = (date) => formatted(date, { weekday: 'long', month: 'long', ...dayAndYear });

/** What the clock on the reader's wall shows: `2026-12-01T09:00:00`. */
const onTheWall = (date) => {
  const options = { dateStyle: 'short', timeStyle: 'medium' };
  return formatFor(options, 'sv-SE').format(date).replace(' ', 'T');
};
export const toLocalInput = (seconds) => onTheWall(new Date(seconds * 1000)).slice(0, 16);
const aheadOfUtc = (ms) => Date.parse(`${onTheWall(new Date(ms))}Z`) - ms;
/** Unix seconds of a moment on the reader's wall. */
export const fromLocalInput = (value) => {
  const wanted = Date.parse(`${value}Z`);
  // The offset at that time itself, since clocks may have changed.
  return Math.floor((wanted - aheadOfUtc(wanted - aheadOfUtc(wanted))) / 1000);
};

export const fromTs = (ts) => new Date(Number(ts) * 1000);

const dayNumber = (date) => Date.parse(`${onTheWall(date).slice(0, 10)}Z`) / 86_400_000;
export const dayKey = (date) => String(dayNumber(date));

const relative = (count, unit) =>
  new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' }).format(count, unit);

/** Yesterday, today and tomorrow by name, other days as they are. */
const pretty = (date, otherwise) => {
  const away = dayNumber(date) - dayNumber(now());
  return Math.abs(away) <= 1 ? relative(away, 'day') : otherwise;
};
export const dayTitle = (date) => {
  const title = pretty(date, formatted(date, { weekday: 'long', month: 'long', day: 'numeric' }));
  return title.slice(0, 1).toLocaleUpperCase(reader.locale) + title.slice(1);
};

const ago = (date) => {
  const seconds = Math.round((date.getTime() - now().getTime()) / 1000);
  const units = Object.entries({ day: 86_400, hour: 3600, minute: 60, second: 1 });
  const [unit, size] = units.find(([, each]) => Math.abs(seconds) >= each) ?? units.at(-1);
  return relative(Math.trunc(seconds / size), unit);
};

/** A length of time in its two largest units: `3 h 59 min`. */
export const duration = (ms) => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  const told = parts.slice(first, first + 2).filter(([count]) => count > 0);
  return first === -1 ? '0 s' : told.map(([count, unit]) => `${count} ${unit}`).join(' ');
};

const tokens = {
  date_num: (date) => onTheWall(date).slice(0, 10),
  date_slash: (date) => formatted(date, { year: 'numeric', month: two, day: two }),
  date: medium,
  date_short: short,
  date_long: long,
  date_long_full: long,
  date_pretty: (date) => pretty(date, medium(date)),
  date_short_pretty: (date) => pretty(date, short(date)),
  date_long_pretty: (date) => pretty(date, long(date)),
  day_divider_pretty: (date) => pretty(date, long(date)),
  time,
  time_secs: timeSeconds,
  ago,
};

/** A time in the given format, with the full time as its title. */
export const moment = (at, format = time, look) => {
  const date = new Date(at);
  return html`<time class=${look} datetime=${date.toISOString()} title=${fullTime(date)}
    lang=${reader.locale}>${format(date)}</time>`;
};

/** Slack's date format; undefined for one that Slack would answer with the fallback. */
export const slackDate = (seconds, format) => {
  const date = new Date(Number(seconds) * 1000);
  const known = Array.from(format.matchAll(/\{([a-z_]+)\}/g), ([, token]) => token in tokens);
  if (Number.isNaN(date.getTime()) || known.includes(false)) return undefined;
  const tell = () => format.replace(/\{([a-z_]+)\}/g, (_whole, token) => tokens[token](date));
  return moment(date, tell);
};
