import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';
import { SECRETS, TASK_ID, WHOLE } from './mutations.ts';
import { isSame } from './oracle.ts';
import { liveMarkup, screensOfRequest } from './screens.ts';
import { type HeldTask, setUpLife, typedText } from './set-up-life.ts';

/** One answer to a PUT: whether it took effect, and what comes back. */
interface PutAnswer {
  readonly isApplied: boolean;
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The ends of each hundred, where all that is published lies, and some beyond. */
const STATUSES = Array.from({ length: 400 }, (_, index) => 200 + index).filter(
  (status) => status % 100 < 32 || status % 100 > 90,
);
const [OF_SOURCE = ''] = SECRETS;

/** What may stand in any place of a body. */
const ODD: readonly unknown[] = [
  '',
  '0',
  'x',
  TASK_ID,
  'LIVE.100011001',
  'LIVE.103011019',
  'APIG.0301',
  'APIGW.0201',
  'LIVE/OTT 1.2',
  'z'.repeat(5_000),
  '<!channel>',
  '<@U0EVIL>',
  '`*_~&lt;',
  '\u202Egnp\u0000',
  '<https://evil.example.com|Approved>',
  `rtmp://h.example/a?auth_key=${OF_SOURCE}`,
  0,
  1,
  -1,
  1.5,
  true,
  false,
  null,
  [],
  {},
  ['a', 'b'],
  { code: 'x' },
  [[[{}]]],
];

const NAMES = [
  'task_id',
  'request_id',
  'error_code',
  'error_msg',
  'error_detail',
  'result_code',
  'result_msg',
  'code',
  'message',
  'error',
  'encoded_authorization_message',
];

const odd = fc.oneof(fc.constantFrom(...ODD), fc.jsonValue({ maxDepth: 2 }));
const anyBody = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .dictionary(fc.constantFrom(...NAMES), odd, { maxKeys: 4 })
      .map((fields) => JSON.stringify({ task_id: TASK_ID, request_id: 'r-1', ...fields })),
  },
  { weight: 2, arbitrary: odd.map((value) => JSON.stringify(value)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('', ' ', '{', 'null', '<html>busy', '{"task_id":', '\uFEFF{}'),
  },
);

const drawn: fc.Arbitrary<PutAnswer> = fc.record({
  isApplied: fc.boolean(),
  status: fc.oneof(fc.constant(200), fc.constantFrom(...STATUSES)),
  body: anyBody,
  headers: fc.constantFrom<Readonly<Record<string, string>>>(
    {},
    { 'x-request-id': 'h-1' },
    { 'x-request-id': '<!channel>' },
    { location: 'https://evil.example.com/', 'retry-after': '0' },
  ),
});

/** Each odd value in each place, under a yes and a no, and drawn answers; the same in every run. */
const ANSWERS: readonly PutAnswer[] = [
  ...NAMES.flatMap((name, place) =>
    ODD.map((value, index) => ({
      isApplied: (place + index) % 2 === 0,
      status: [200, 400, 500][(place + index) % 3] ?? 200,
      body: JSON.stringify({ task_id: TASK_ID, request_id: 'r-1', [name]: value }),
      headers: {},
    })),
  ),
  ...STATUSES.flatMap((status) =>
    [true, false].map((isApplied) => ({ isApplied, status, body: '{}', headers: {} })),
  ),
  ...fc.sample(drawn, { seed: 20_261_129, numRuns: 800 }),
].filter(({ status, body }) => status !== 429 && !/\.(0308|0613)/.test(body));

/** Answers a test, so that each is short on a busy machine as well. */
const GROUP = 100;
const GROUPS = Array.from({ length: Math.ceil(ANSWERS.length / GROUP) }, (_group, index) => ({
  from: index * GROUP,
  answers: ANSWERS.slice(index * GROUP, (index + 1) * GROUP),
}));

const WITHOUT_BODY = [204, 205, 304];

/** A change of the rounds to 4 that is answered by this, until nothing more is asked. */
async function told(answer: PutAnswer, index: number) {
  const words = wordsFor(LANGUAGES[index % LANGUAGES.length] ?? 'en');
  const { isApplied, status, body, headers } = answer;
  const task: HeldTask = {
    fields: WHOLE,
    isDeaf: !isApplied,
    putAnswer: () => new Response(WITHOUT_BODY.includes(status) ? null : body, { status, headers }),
  };
  const life = setUpLife(task, words);
  await life.submits(await life.opensForm(), typedText('vod_loop_time', '4'));
  await life.approves();
  await life.runs();
  if ((await life.load())?.state === 'unconfirmed') await life.settles();
  const request = await life.load();
  if (!request) throw new Error('the request is in the store');
  const screens = screensOfRequest(request, request.outcome?.after ?? request.base, words);
  return { words, life, task, request, screens };
}

describe('whatever a PUT is answered with', () => {
  test('there are more than a thousand answers', () => {
    expect(ANSWERS.length).toBeGreaterThan(1_000);
  });

  test.each(GROUPS)(
    'it is sent once, and told by what the task holds ($from)',
    async ({ from, answers }) => {
      for (const [index, answer] of answers.entries()) {
        const { words, life, task, request, screens } = await told(answer, from + index);
        const isHeld = isSame('vod_loop_time', '4', task.fields['vod_loop_time']);
        const text = JSON.stringify(screens.map(({ shown }) => shown));
        const wrong = screens.flatMap(({ shown, problems }) => [...problems, ...liveMarkup(shown)]);
        const leaked = SECRETS.filter((secret) =>
          JSON.stringify([text, life.lines, request.outcome?.failure]).includes(secret),
        );

        expect([answer, life.puts.length, wrong, leaked]).toEqual([answer, 1, [], []]);
        const said = [words.outcome.holdsAll, words.states.applied].map((each) =>
          text.includes(each),
        );
        expect([answer, said]).toEqual([answer, [isHeld, isHeld]]);
        // A yes of the API that the task does not bear out stays one, and is headed by that.
        const ends = isHeld ? ['applied'] : ['applied', 'failed'];
        expect([answer, ends]).toEqual([answer, expect.arrayContaining([request.state])]);
      }
    },
  );
});
