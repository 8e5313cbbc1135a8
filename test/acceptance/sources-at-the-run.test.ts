import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import { file } from '#sandbox/media/bodies.ts';
import { MEDIA_HOST } from '#sandbox/world.ts';
import { type Desk, HOUR_MS, MINUTE_MS, openDesk } from './desk.ts';

const approvers = `approvers: { users: [${PEOPLE.lead.id}] }`;
const notify = `notify: { users: [${PEOPLE.onCall.id}] }`;
const asksAgain = 'policy: { rules: [{ when: { sources_changed: true }, quorum: 1 }] }';

const LATER = { kind: 'body', body: file('weather.mpegts'), type: 'video/mp2t' } as const;
const GONE = { kind: 'status', status: 404 } as const;
const BACK = { kind: 'body', body: file('evening.mp4'), type: 'video/mp4' } as const;

describe.each([
  ['socket', 'without a rule', [], { words: ['Applied', 'Not as approved'], puts: 1 }],
  [
    'http',
    'with a rule about it',
    [asksAgain],
    { words: ['Held back', 'files have changed since', 'needs 1 approval'], puts: 0 },
  ],
] as const)('Files before a schedule, over %s, %s', (transport, _rule, rules, expected) => {
  let desk: Desk;
  const clock = createClock();
  beforeAll(async () => {
    const replicas = transport === 'socket' ? 2 : 1;
    const projectYaml = [approvers, notify, ...rules];
    desk = await openDesk({ transport, clock, replicas, projectYaml, sources: 'warn' });
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  const film = (path: string): string => `http://${MEDIA_HOST}:${desk.media?.port}${path}`;

  /** A list of one film, approved to run in an hour. */
  const approved = async (path: string) => {
    const { operator, lead, newTask } = desk;
    const task = newTask();
    const applyAt = Math.floor((clock.now() + HOUR_MS) / 1_000);
    const card = await operator.asksFor(task, { source_urls: film(path), apply_at: applyAt });
    await lead.approves(card);
    await card.says('Approved, waiting to run');
    return { task, card };
  };

  test('one that goes missing is reported five minutes ahead, also after a restart, and the run is held back', async () => {
    const { task, card } = await approved('/evening.mp4?first');
    desk.media?.replace('/evening.mp4', GONE);
    await desk.restartBots();

    await clock.moveOn(55.5 * MINUTE_MS);
    const told = await card.threadSays('Checked before its run', 'files have changed');
    expect(told).toContain('*Could go OFF AIR* at evening.mp4 (file 1)');
    expect(told).toContain('@Olga Operator');
    expect(told).toContain('@Lena Lead');
    expect(told).toContain('@Ines Oncall');
    await card.says('Approved, waiting to run', 'Checked before its run', 'OFF AIR');

    await clock.moveOn(5 * MINUTE_MS);
    await card.says('Waiting for approval', 'Held back', 'the server answers 404');
    await card.threadSays('*Held back:*', '@Ines Oncall');
    expect(desk.putsOf(task)).toEqual([]);
  });

  test('one that goes missing while a review is open is not approved before its approver has seen that', async () => {
    desk.media?.replace('/evening.mp4', BACK);
    const { operator, lead, newTask } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { source_urls: film('/evening.mp4?open') });
    expect(await lead.reviews(card)).not.toContain('OFF AIR');
    desk.media?.replace('/evening.mp4', GONE);
    await clock.moveOn(1.5 * MINUTE_MS);
    expect(await operator.reviews(card)).toContain('*Could go OFF AIR* at evening.mp4 (file 1)');

    expect(await lead.decides('approve')).toContain('not what this review showed you');
    await card.says('Waiting for approval');

    expect(await lead.approves(card)).toContain('Approved');
    await card.says('Applied');
    expect(desk.putsOf(task)).toHaveLength(1);
  });

  test('one that is back in time is reported, and the change runs', async () => {
    desk.media?.replace('/evening.mp4', BACK);
    const { task, card } = await approved('/evening.mp4');
    desk.media?.replace('/evening.mp4', GONE);
    await clock.moveOn(55.5 * MINUTE_MS);
    await card.threadSays('Checked before its run');

    desk.media?.replace('/evening.mp4', BACK);
    await clock.moveOn(4 * MINUTE_MS);
    await card.threadSays('everything is as it was when it was approved');
    await clock.moveOn(2 * MINUTE_MS);

    await card.says('Applied');
    expect(desk.putsOf(task)).toHaveLength(1);
    expect(card.thread().join()).not.toContain('Held back');
  });

  test('one that was replaced is reported at the run, and needs another approval if a rule says so', async () => {
    const { task, card } = await approved('/morning.mp4');
    desk.media?.replace('/morning.mp4', LATER);
    const look = `look before_run:${card.request}`;
    const firstDue = await desk.store.dueOf(look);

    await clock.moveOn(55.5 * MINUTE_MS);
    // The check five minutes ahead is done once the next one is set.
    await expect.poll(() => desk.store.dueOf(look)).not.toBeOneOf([null, firstDue]);
    await clock.moveOn(5.5 * MINUTE_MS);

    const said = await card.says(...expected.words);
    expect(said).toContain('1 morning.mp4 · ');
    expect(desk.putsOf(task)).toHaveLength(expected.puts);
    if (rules.length > 0) await desk.lead.approves(card);
    await card.says('Applied');
    expect(desk.putsOf(task)).toHaveLength(1);
  });
});
