let clock = { nowMs: 0, isFrozen: false, aheadMs: 0 };

/** The sandbox has a clock of its own, which may stand still or be ahead. */
export const setClock = ({ nowMs, isFrozen }) => {
  clock = { nowMs, isFrozen, aheadMs: nowMs - Date.now() };
};
export const now = () => new Date(clock.isFrozen ? clock.nowMs : Date.now() + clock.aheadMs);

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const formats = new Map();
const formatted = (date, options) => {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(undefined, options));
  return formats.get(key).format(date);
};

export const dayAndTime = (date) =>
  formatted(date, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

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
  if (first === -1) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
};

/** As short as a moment of these weeks can be told. */
export const shortTime = (date) =>
  formatted(date, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

export const fromTs = (ts) => new Date(Number(ts) * 1000);

const dayNumber = (date) =>
  Math.round(new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime() / 86_400_000);

const pretty = (date, otherwise) => {
  const away = dayNumber(date) - dayNumber(now());
  return { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[away] ?? otherwise;
};

export const time = (date) => formatted(date, { hour: '2-digit', minute: '2-digit' });
export const timeSeconds = (date) =>
  formatted(date, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
export const fullTime = (date) => formatted(date, { dateStyle: 'full', timeStyle: 'long' });

const short = (date) => formatted(date, { month: 'short', day: 'numeric', year: 'numeric' });
const medium = (date) => formatted(date, { month: 'long', day: 'numeric', year: 'numeric' });
const long = (date) =>
  formatted(date, { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });

const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
export const dayTitle = (date) =>
  capital(pretty(date, formatted(date, { weekday: 'long', month: 'long', day: 'numeric' })));
export const dayKey = (date) => String(dayNumber(date));
/** Changes when "today" is another day. */
export const today = () => dayKey(now());

export const ago = (date) => {
  const seconds = Math.round((date.getTime() - now().getTime()) / 1000);
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  for (const [unit, size] of [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ]) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(seconds, 'second');
};

const tokens = {
  date_num: (date) =>
    [date.getFullYear(), date.getMonth() + 1, date.getDate()]
      .map((part) => String(part).padStart(2, '0'))
      .join('-'),
  date: medium,
  date_short: short,
  date_long: long,
  date_pretty: (date) => pretty(date, medium(date)),
  date_short_pretty: (date) => pretty(date, short(date)),
  date_long_pretty: (date) => pretty(date, long(date)),
  day_divider_pretty: (date) => pretty(date, long(date)),
  time,
  time_secs: timeSeconds,
  ago,
};

/** Slack's date format; undefined for one that it would answer with the fallback. */
export const slackDate = (seconds, format) => {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  let isKnown = true;
  const text = format.replace(/\{([a-z_]+)\}/g, (_whole, token) => {
    isKnown &&= token in tokens;
    return tokens[token]?.(date) ?? '';
  });
  return isKnown ? { text, iso: date.toISOString(), title: fullTime(date) } : undefined;
};

const two = (number) => String(number).padStart(2, '0');

/** The value of a datetime-local field, in the browser's zone. */
export const toLocalInput = (seconds) => {
  const date = new Date(seconds * 1000);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
};
export const fromLocalInput = (value) => Math.floor(new Date(value).getTime() / 1000);
