import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLOUD_USER, PEOPLE, SECRETS } from '#sandbox/cast.ts';
import { type Desk, openDesk } from './desk.ts';

type Line = Readonly<Record<string, unknown>>;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({ env: { LOG_LEVEL: 'debug' } });
});
afterAll(() => desk.close());

const lines = (): readonly Line[] =>
  desk
    .bot()
    .logs()
    .map((line) => JSON.parse(line) as Line);
const linesOf = (request: string): readonly Line[] =>
  lines().filter((line) => line['request'] === request);
/** Thread lines that are posted together are one `line 0-1`; a busy machine may post them one by one. */
const linesIn = (part: string): readonly string[] => {
  const [, from, to = from] = /^line (\d+)(?:-(\d+))?$/.exec(part) ?? [];
  if (from === undefined) return [part];
  return Array.from(
    { length: Number(to) - Number(from) + 1 },
    (_, at) => `line ${Number(from) + at}`,
  );
};
const stepsOf = (request: string): readonly string[] =>
  linesOf(request).flatMap(({ message, part }) =>
    typeof part === 'string'
      ? linesIn(part).map((each) => `${String(message)}, ${each}`)
      : [String(message)],
  );

test('the log has each step of a request once, with the person who took it', async () => {
  const { operator, lead, outsider, newTask, isQuiet, live } = desk;
  const task = newTask();
  const card = await operator.asksFor(task, { vod_loop_time: '4' });
  await isQuiet();
  await outsider.withdraws(card);
  await outsider.isTold('🔒');
  await lead.approves(card, 'Fine');
  await card.says('Applied');
  await isQuiet();

  const steps = (): readonly string[] => stepsOf(card.request).toSorted();
  await expect
    .poll(steps)
    .toEqual(
      [
        'request: submit',
        'request: posted, card',
        'request: refused',
        'request: approve',
        'request: claim',
        'request: send',
        'request: succeed',
        'request: posted, line 0',
        'request: posted, line 1',
        'request: posted, result 1',
      ].toSorted(),
    );
  const found = (message: string) =>
    linesOf(card.request).find((line) => line['message'] === `request: ${message}`);
  const digest = found('submit')?.['digest'];
  const replica = found('submit')?.['replica'];
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(found('submit')).toMatchObject({ person: PEOPLE.operator.id, task_id: task.task_id });
  expect(found('refused')).toMatchObject({
    operation: 'withdraw',
    reason: 'not_the_requester',
    person: PEOPLE.outsider.id,
  });
  expect(found('approve')).toMatchObject({ person: PEOPLE.lead.id, digest, state: 'approved' });
  const [put] = live.puts();
  expect(found('succeed')).toMatchObject({
    digest,
    state: 'applied',
    sent: true,
    request_id: (put?.answer?.body as Line | undefined)?.['request_id'],
  });
  expect(lines().filter((line) => line['replica'] !== replica)).toEqual([]);
});

test("a failure is logged with the API's words", async () => {
  const { operator, lead, newTask, live } = desk;
  const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
  const body = { error_code: 'LIVE.100011001', error_msg: 'Invalid', request_id: 'c0ffee00c0ffee' };
  live.fail({ on: 'PUT', with: { status: 400, body } });

  await lead.approves(card);
  await card.says('Failed');

  await expect
    .poll(() => linesOf(card.request))
    .toContainEqual(
      expect.objectContaining({
        message: 'request: fail',
        level: 'warn',
        http_status: 400,
        ...body,
      }),
    );
});

test('no line holds a secret, at the lowest level either', () => {
  const text = desk.bot().logs().join('\n');

  for (const secret of [...Object.values(SECRETS), CLOUD_USER.password]) {
    expect(text).not.toContain(secret);
  }
  expect(text).not.toMatch(/X-Auth-Token|Bearer /i);
});
