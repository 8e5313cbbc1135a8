/**
 * What an answer means, judged without the code under test and in another way: by the JSON type that is documented
 * for a field, and by writing both values in one form.
 */

const TEXTS = ['status', 'vod_refresh_type', 'start_time', 'end_time'];
const LISTS = ['source_urls', 'callback_events'];
const WHOLES = ['vod_start_video_index', 'vod_start_video_time'];
const EVENTS = [
  'ResetTaskConfig',
  'TaskAlarm',
  'TaskExit',
  'TaskStart',
  'VodSourceFileFinish',
  'VodSourceFileStart',
];

export const MODIFIABLE: readonly string[] = [...TEXTS, ...LISTS, ...WHOLES, 'vod_loop_time'];

export function canBeRead(field: string, raw: unknown): boolean {
  if (raw === undefined || raw === null) return true;
  if (TEXTS.includes(field)) return typeof raw === 'string';
  if (LISTS.includes(field))
    return Array.isArray(raw) && raw.every((item) => typeof item === 'string');
  if (WHOLES.includes(field)) {
    const number = typeof raw === 'string' && String(Number(raw)) === raw ? Number(raw) : raw;
    return (
      typeof number === 'number' && Math.trunc(number) === number && Math.abs(number) < 2 ** 31
    );
  }
  return typeof raw === 'string' || Number.isSafeInteger(raw);
}

/** Whether two answers for a field say the same, by the documented defaults and by the instant of a time. */
export function isSame(field: string, a: unknown, b: unknown): boolean {
  return canBeRead(field, a) && canBeRead(field, b) && inOneForm(field, a) === inOneForm(field, b);
}

function inOneForm(field: string, raw: unknown): string {
  const isNothing = raw === undefined || raw === null || raw === '';
  switch (field) {
    case 'start_time':
    case 'end_time':
      return isNothing ? 'none' : timeOf(textOf(raw));
    case 'vod_loop_time':
      return isNothing ? '-1' : textOf(raw);
    case 'vod_start_video_index':
    case 'vod_start_video_time':
      return String(Number(raw ?? 0));
    case 'vod_refresh_type':
      return isNothing ? 'immediate_new_source' : textOf(raw);
    case 'callback_events':
      return JSON.stringify(Array.isArray(raw) ? raw.map(String).toSorted() : EVENTS);
    default:
      return isNothing ? 'none' : JSON.stringify(raw);
  }
}

const textOf = (raw: unknown): string => (typeof raw === 'string' ? raw : JSON.stringify(raw));

/** Nanoseconds, from a time that says its zone or is UTC. */
function timeOf(text: string): string {
  const hasZone = /([zZ]|[+-]\d{2}:?\d{2})$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}/.test(text);
  const ms = isTime ? Date.parse(hasZone ? text : `${text.replace(' ', 'T')}Z`) : Number.NaN;
  // JavaScript takes the 30th of February for the 2nd of March.
  const isDay = !Number.isNaN(ms) && !/-02-30/.test(text);
  if (!isDay) return `text ${text}`;
  if (ms === Date.parse('0001-01-01T00:00:00Z')) return 'none';
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  return `${Math.floor(ms / 1000)}.${fraction.replace(/0+$/, '')}`;
}
