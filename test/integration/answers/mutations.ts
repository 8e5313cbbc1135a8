import * as fc from 'fast-check';
import { at, dayMs, hourMs } from '../../unit/relay/sample-task.ts';

/** Secrets that nobody may ever read; each is somewhere in an answer. */
export const SECRETS = ['s3cr3t-of-the-source', 's3cr3t-of-the-push', 's3cr3t-of-the-callback'];
const [OF_SOURCE = '', OF_PUSH = '', OF_CALLBACK = ''] = SECRETS;

export const TASK_ID = '7864b3dc-e92f-4d5b-9a7e-1c0f6b2d8e41';

/** A task as the API documents it, with every field; it is on air. */
export const WHOLE = {
  task_id: TASK_ID,
  status: 'enable',
  source_urls: [
    `https://media.example.com/ident.mp4?auth_key=${OF_SOURCE}`,
    'https://media.example.com/news.mp4',
    `https://media.example.com/ident.mp4?auth_key=${OF_SOURCE}`,
  ],
  vod_loop_time: '-1',
  vod_refresh_type: 'immediate_new_source',
  vod_start_video_index: 0,
  vod_start_video_time: 0,
  start_time: at(-dayMs),
  end_time: at(2 * dayMs),
  callback_events: ['TaskStart', 'TaskExit'],
  source_type: 'PullVodPushLive',
  region: 'cn-north-4',
  create_time: at(-2 * dayMs),
  domain: 'push.example.com',
  app_name: 'live',
  stream_name: 'news24',
  push_args: `txSecret=${OF_PUSH}`,
  destination_url: `rtmp://push.example.com/live/news24?txSecret=${OF_PUSH}`,
  callback_url: `https://hooks.example.com/${OF_CALLBACK}`,
  backup_source_type: 'PullLivePushLive',
  backup_source_urls: [`rtmp://backup.example.com/live/a?auth_key=${OF_SOURCE}`],
} as const;

export type FieldName = keyof typeof WHOLE;
export const FIELD_NAMES = Object.keys(WHOLE) as readonly FieldName[];

/** Markup that would call people or lead them away, if Slack took it for that. */
const MARKUP = [
  '<!channel>',
  '<@U0EVIL>',
  '<https://evil.example.com|Approved>',
  '`*_~&lt;',
  '\u202Egnp',
];

const WORDS = [
  '',
  ' 3',
  'z'.repeat(5_000),
  ...MARKUP,
  ...'0 -1 -2 3 007 1.0 1e3 x soon null true NaN enable pause running PAUSE TaskAlarm'.split(' '),
  ...'immediate_new_source continue_seamless'.split(' '),
];

const TIMES = [
  ...'0001-01-01T00:00:00Z|0001-01-01T00:00:00.000Z|0001-01-01 00:00:00'.split('|'),
  ...'2026-11-28T12:00:00.000Z|2026-11-28T20:00:00+08:00|2026-11-28T20:00:00+0800'.split('|'),
  ...'2026-11-28 12:00:00|2026-11-28T12:00:00|2026-11-28|2026-02-30T00:00:00Z'.split('|'),
  ...'2026-11-28T12:00:00.000001Z|2026-11-28t12:00:00z|1795867200'.split('|'),
  at(hourMs),
  at(-hourMs),
  at(9 * dayMs),
  at(hourMs).replace('Z', '.500Z'),
];

const NUMBERS = [
  0, 1, 2, 3, -1, 12.5, -0.5, 1e21, 1_795_867_200, 2_147_483_647, 2_147_483_648, -2_147_483_649,
];

const SIGNED = `https://media.example.com/a.mp4?auth_key=${OF_SOURCE}`;
const numbered = (count: number, more = '') =>
  Array.from({ length: count }, (_item, index) => `https://media.example.com/${index}${more}.mp4`);

const LISTS = [
  [],
  [[]],
  [null],
  [''],
  ['x', 7],
  ['TaskExit', 'TaskStart'],
  ['TaskStart', 'TaskStart'],
  ['TaskStart', 'TaskPlayFailed'],
  ['TaskPlayFailed'],
  [SIGNED],
  [SIGNED, null],
  ['media/without-scheme.mp4', 'ftp://x'],
  numbered(31),
  numbered(30, 'x'.repeat(2_000)),
  [`https://media.example.com/${'y'.repeat(4_000)}`],
  ...MARKUP.map((text) => [text]),
];

const OBJECTS = [
  {},
  { rounds: 3 },
  { 0: 'TaskExit' },
  { url: SIGNED },
  { txSecret: OF_PUSH, nested: { password: OF_CALLBACK } },
  { deep: Array.from({ length: 50 }).reduce<unknown>((inner) => [inner], 'bottom') },
  ...MARKUP.map((text) => ({ [text]: text })),
];

/** Values that relatives of this API write, and some that nobody should: for any field. */
const ODD_VALUES: readonly unknown[] = [
  true,
  false,
  null,
  SIGNED,
  `https://media.example.com/${'y'.repeat(4_000)}`,
  ...WORDS,
  ...TIMES,
  ...NUMBERS,
  ...LISTS,
  ...OBJECTS,
];

/** JSON that no value of JavaScript is written as; it takes the place of a text that names it. */
const RAW_JSON: Readonly<Record<string, string>> = {
  '@huge': '1e400',
  '@point': '12.0',
  '@minus zero': '-0',
  '@exponent': '1.2E1',
  '@many digits': '9007199254740993',
  '@deep': `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
};

const oddValue = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ODD_VALUES) },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(RAW_JSON)) },
  { weight: 2, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
);

/** Values for one field or for two; undefined leaves the field out of the answer. */
export type Mutation = Readonly<Record<string, unknown>>;

const MODIFIABLE = FIELD_NAMES.slice(1, 10);

export const mutation: fc.Arbitrary<Mutation> = fc
  .uniqueArray(
    fc.tuple(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom<string>(...MODIFIABLE) },
        {
          weight: 1,
          arbitrary: fc.constantFrom<string>(...FIELD_NAMES, '__proto__', 'unknown', 'run_state'),
        },
      ),
      fc.oneof(
        { weight: 9, arbitrary: oddValue },
        { weight: 1, arbitrary: fc.constant(undefined) },
      ),
    ),
    { minLength: 1, maxLength: 2, selector: ([field]) => field },
  )
  .map((fields) => Object.fromEntries(fields));

/** Each odd value in each field that can be modified, once. */
export const everyMutation: readonly Mutation[] = MODIFIABLE.flatMap((field) =>
  [...ODD_VALUES, ...Object.keys(RAW_JSON), undefined].map((value) => ({ [field]: value })),
);

/** The body of a listing as text, with the JSON that a mutation names. */
export function listing(
  tasks: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
): string {
  const text = JSON.stringify({ task_infos: tasks, total: tasks.length, ...more });
  return Object.entries(RAW_JSON).reduce(
    (body, [name, json]) => body.replaceAll(JSON.stringify(name), json),
    text,
  );
}

/** Listings that are none, or that contradict themselves. */
export const ODD_LISTINGS: readonly (readonly [what: string, body: string])[] = [
  ['null beside a count', '{"task_infos":null,"total":5}'],
  ['an empty list beside a count', '{"task_infos":[],"total":1}'],
  ['an empty list beside a count as text', '{"task_infos":[],"total":"1"}'],
  ['an error code', '{"error_code":"LIVE.100011002","error_msg":"Auth failed","task_infos":[]}'],
  ['an error code beside a task', listing([WHOLE], { error_code: 'LIVE.100011002' })],
  ['two answers for one task', listing([WHOLE, { ...WHOLE, status: 'pause' }])],
  ['another task', listing([{ ...WHOLE, task_id: 'other' }])],
  ['a text for a list', '{"task_infos":"none","total":1}'],
  ['an object for a list', '{"task_infos":{"0":{}},"total":1}'],
  ['tasks that are none', '{"task_infos":[null,7,"x",[],{}],"total":5}'],
  ['a list', '[]'],
  ['a text', '"none"'],
  ['nothing', ''],
  ['half an answer', '{"task_infos":[{"task_id":"7864'],
];
