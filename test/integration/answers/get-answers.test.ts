import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';
import {
  everyMutation,
  listing,
  mutation,
  type Mutation,
  ODD_LISTINGS,
  SECRETS,
  TASK_ID,
  WHOLE,
} from './mutations.ts';
import { canBeRead, isSame, MODIFIABLE } from './oracle.ts';
import { liveMarkup, type Screen, screensOfRequest, screensOfTask, viewScreen } from './screens.ts';
import { type Fields, type HeldTask, type Life, setUpLife, typedText } from './set-up-life.ts';

/**
 * The same answers in every run: each odd value in each field that can be modified, and drawn ones in one or two
 * fields of any kind. Each comes with a language.
 */
const DRAWN = fc.sample(mutation, { seed: 20_261_129, numRuns: 400 });
const ANSWERS = [...everyMutation, ...DRAWN].map((change, index) => ({
  change,
  words: wordsFor(LANGUAGES[index % LANGUAGES.length] ?? 'en'),
}));
type Answered = (typeof ANSWERS)[number];

/** Answers a test, so that each is short on a busy machine as well. */
const GROUP = 100;
const GROUPS = Array.from({ length: Math.ceil(ANSWERS.length / GROUP) }, (_group, index) => ({
  from: index * GROUP,
  answers: ANSWERS.slice(index * GROUP, (index + 1) * GROUP),
}));

test('there are more than a thousand answers, which cover every field', () => {
  const fields = new Set(ANSWERS.flatMap(({ change }) => Object.keys(change)));

  expect(ANSWERS.length).toBeGreaterThan(1_000);
  expect([...fields]).toEqual(expect.arrayContaining(Object.keys(WHOLE)));
});

/** The task with a mutation, parsed from the text of the answer. */
function answered(task: Fields, change: Mutation): Fields {
  const [read]: Fields[] = JSON.parse(listing([{ ...task, ...change }])).task_infos;
  return read ?? {};
}

/** The one field that somebody touches: not one whose answer is odd. */
function touched(change: Mutation): { field: string; typed: string; sent: unknown } {
  return 'vod_loop_time' in change
    ? { field: 'vod_start_video_time', typed: '45', sent: 45 }
    : { field: 'vod_loop_time', typed: '4', sent: '4' };
}

/** Slack takes it, it holds no secret, and nothing in it is markup but ours. */
function expectFit(answer: Answered, screens: readonly Screen[]): void {
  const wrong = screens.flatMap(({ shown, problems }) => {
    const text = JSON.stringify(shown);
    const leaked = SECRETS.filter((secret) => text.includes(secret));
    return [...problems, ...leaked, ...liveMarkup(shown)];
  });
  expect([answer.change, wrong]).toEqual([answer.change, []]);
}

function expectQuiet({ lines }: Life): void {
  const text = JSON.stringify(lines);
  expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
}

/** What a payload says of the fields that nobody touched and the task does not hold. */
function guessesIn(payload: Fields, held: Fields, but: string): string[] {
  const sent = MODIFIABLE.filter((field) => field !== but && payload[field] !== undefined);
  return sent.filter((field) => !isSame(field, payload[field], held[field]));
}

/** What is said to hold is held, by the oracle, and what is not is not called applied. */
function expectTruth(
  { change, words }: Answered,
  request: ChangeRequest,
  held: Fields,
  screens: readonly Screen[],
): void {
  const expected: Fields = { ...request.base, ...request.change };
  const differing = MODIFIABLE.filter((field) => !isSame(field, expected[field], held[field]));
  const isHeld = !differing.some((field) => field in request.change);
  const text = JSON.stringify(screens.map(({ shown }) => shown));
  const { outcome, states } = words;
  expect([change, request.state]).toEqual([change, 'applied']);
  expect([change, text.includes(outcome.holdsAll)]).toEqual([change, differing.length === 0]);
  const isToldApplied = [states.applied, outcome.paused].some((word) => text.includes(word));
  expect([change, isToldApplied]).toEqual([change, isHeld]);
  expect([change, text.includes(outcome.notHeld)]).toEqual([change, !isHeld]);
}

/** Fields whose known values may stand against each other: the form names them, and nothing is asked for. */
const MAY_BE_WRONG = ['vod_start_video_index', 'start_time', 'end_time', 'source_urls'];

type End = 'refused' | 'wrong' | 'applied';

describe('a form for a task of which the API answers anything', () => {
  const seen: End[] = [];

  test.each(GROUPS)(
    'is made of what can be read, changes what is touched, and guesses nothing ($from)',
    async ({ answers }) => {
      const before = seen.length;
      for (const answer of answers) seen.push(await walk(answer));

      expect(seen.length - before).toBe(answers.length);
    },
  );

  test('was refused, wrong and applied often enough to mean something', () => {
    const [refused, wrong, applied] = (['refused', 'wrong', 'applied'] as const).map(
      (end) => seen.filter((each) => each === end).length,
    );

    expect(refused).toBeGreaterThan(300);
    expect(wrong).toBeLessThan(100);
    expect(applied).toBeGreaterThan(300);
  });
});

/** From the form to the result, for one answer. */
async function walk(answer: Answered): Promise<End> {
  const { change, words } = answer;
  const held = answered(WHOLE, change);
  const task: HeldTask = { fields: { ...WHOLE, ...change } };
  const life = setUpLife(task, words);
  const view = await life.opensForm();
  expectFit(answer, [viewScreen(view)]);
  const isReadable = MODIFIABLE.every((field) => canBeRead(field, held[field]));
  const isOurs = held['source_type'] === WHOLE.source_type && held['task_id'] === TASK_ID;
  const isForm = view.callback_id === 'modify_form';
  expect([change, isForm]).toEqual([change, isReadable && isOurs]);
  if (!isForm) return 'refused';

  const { field, typed, sent } = touched(change);
  const said = await life.submits(view, typedText(field, typed));
  const request = await life.load();
  if (!request) {
    expectKnownConflict(change, said);
    return 'wrong';
  }
  const guesses = guessesIn({ ...request.payload }, held, field);
  expect([change, request.change, guesses]).toEqual([change, { [field]: sent }, []]);
  await life.approves();
  await life.runs();
  await expectToldAs(answer, life, task);
  expect(life.puts).toEqual([request.payload]);
  return 'applied';
}

function expectKnownConflict(change: Mutation, said: unknown): void {
  const { errors = {} } = said as { errors?: object };
  const other = Object.keys(errors).filter((field) => !MAY_BE_WRONG.includes(field));
  expect([change, other]).toEqual([change, []]);
}

/** Everything that is shown of a request and its task, once it has run. */
async function expectToldAs(answer: Answered, life: Life, task: HeldTask): Promise<void> {
  const { words } = answer;
  const request = await life.load();
  if (!request) throw new Error('the request is in the store');
  const after = request.outcome?.after ?? request.base;
  const screens = screensOfRequest(request, after, words);
  expectFit(answer, [...screens, ...screensOfTask(after, words)]);
  expectTruth(answer, request, answered(task.fields, {}), screens);
  expectQuiet(life);
}

/** An approved request for a task that the API answers as it documents it. */
async function approved(task: HeldTask, { words }: Answered, typed: ReturnType<typeof typedText>) {
  const life = setUpLife(task, words);
  await life.submits(await life.opensForm(), typed);
  await life.approves();
  return life;
}

/** No call changes them, so a task in which they differ is another one. */
const FIXED = ['source_type', 'domain', 'app_name', 'stream_name'];

describe('an approved change', () => {
  test.each(GROUPS)(
    'is not sent when the task answers something else since the form ($from)',
    async ({ answers }) => {
      for (const answer of answers) {
        const { change, words } = answer;
        const { field, typed } = touched(change);
        const task: HeldTask = { fields: WHOLE };
        const life = await approved(task, answer, typedText(field, typed));
        const held = answered(WHOLE, change);
        task.fields = { ...WHOLE, ...change };
        await life.runs();

        const request = await life.load();
        const before: Fields = WHOLE;
        const isOther =
          held['task_id'] !== TASK_ID ||
          FIXED.some((each) => typeof held[each] === 'string' && held[each] !== before[each]);
        const hasMoved = MODIFIABLE.some((each) => !isSame(each, before[each], held[each]));
        const state = isOther ? 'failed' : hasMoved ? 'stale' : 'applied';
        expect([change, request?.state]).toEqual([change, state]);
        expect(life.puts).toHaveLength(state === 'applied' ? 1 : 0);
        const after = request?.outcome?.after;
        if (request && after) expectFit(answer, screensOfRequest(request, after, words));
        expectQuiet(life);
      }
    },
  );

  test.each(GROUPS)(
    'is told by what the task answers afterwards, and never as held when it is not ($from)',
    async ({ answers }) => {
      const ofTask = answers.filter(({ change }) => answered(WHOLE, change)['task_id'] === TASK_ID);
      for (const answer of ofTask) {
        const { field, typed } = touched(answer.change);
        const task: HeldTask = { fields: WHOLE };
        const life = await approved(task, answer, typedText(field, typed));
        task.afterPut = () => void (task.fields = { ...task.fields, ...answer.change });
        await life.runs();

        expect(life.puts).toHaveLength(1);
        await expectToldAs(answer, life, task);
      }
    },
  );

  test.each(GROUPS)(
    'that touches the very field that reads back oddly is not told as held either ($from)',
    async ({ from, answers }) => {
      for (const answer of answers.slice(0, Math.max(0, everyMutation.length - from))) {
        const task: HeldTask = { fields: WHOLE };
        const life = await approved(task, answer, touching(answer.change));
        task.afterPut = () => void (task.fields = { ...task.fields, ...answer.change });
        await life.runs();

        expect(life.puts).toHaveLength(1);
        await expectToldAs(answer, life, task);
      }
    },
  );
});

/** What somebody types into the field that a mutation is about. */
function touching(change: Mutation): ReturnType<typeof typedText> {
  const [field = ''] = Object.keys(change);
  const chosen = (value: object) => ({ [field]: { value } });
  switch (field) {
    case 'status':
      return chosen({ selected_option: { value: 'pause' } });
    case 'vod_refresh_type':
      return chosen({ selected_option: { value: 'continue_from_break_point' } });
    case 'source_urls':
      return typedText(field, 'https://media.example.com/other.mp4');
    case 'start_time':
      return chosen({ selected_date_time: Date.UTC(2026, 10, 26, 15) / 1000 });
    case 'end_time':
      return chosen({ selected_date_time: Date.UTC(2026, 10, 27, 12) / 1000 });
    case 'callback_events':
      return chosen({ selected_options: [{ value: 'TaskAlarm' }] });
    default:
      return typedText(field, '2');
  }
}

test.each(ODD_LISTINGS)(
  '%s says nothing of the task: nothing is offered and nothing sent',
  async (_what, body) => {
    const [answer] = ANSWERS;
    if (!answer) throw new Error('there are answers');
    const view = await setUpLife({ fields: WHOLE, body }, answer.words).opensForm();
    const task: HeldTask = { fields: WHOLE };
    const life = await approved(task, answer, typedText('vod_loop_time', '4'));
    task.body = body;
    await life.runs();

    expect(JSON.stringify(view)).toContain(answer.words.notices.taskUnread);
    expectFit(answer, [viewScreen(view)]);
    expect(life.puts).toEqual([]);
    expect((await life.load())?.state).toBe('failed');
    expectQuiet(life);
  },
);
