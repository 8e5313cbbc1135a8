import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';
import { openChangeableDesk } from '../acceptance/life.ts';

const LEADS = `approvers: { users: [${PEOPLE.lead.id}, ${PEOPLE.secondLead.id}] }`;

describe.each(['socket', 'http'] as const)('A freeze and a killed bot, over %s', (transport) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ transport, projectYaml: [LEADS] });
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  test('what was answered as frozen stays frozen and is told, and what was answered as lifted runs', async () => {
    const { operator, lead, secondLead, newTask, putsOf, opsChannel } = desk;
    const task = newTask();
    const place = `${task.app_name}/${task.stream_name}`;
    const card = await operator.asksFor(task, { vod_loop_time: '4' });

    await lead.types(`/relay freeze ${place} for 2h Election night`);
    await lead.isTold('You froze', place);
    await desk.bot().kill();
    await desk.startBot();

    await secondLead.reviews(card);
    expect(await secondLead.decides('approve')).toMatch(/frozen until .*Election night/);
    await secondLead.leaves();
    await opsChannel.says('froze', place, 'Election night');
    expect(putsOf(task)).toEqual([]);

    await lead.types(`/relay unfreeze ${place}`);
    await lead.isTold('You lifted the freeze', place);
    await desk.bot().kill();
    await desk.startBot();

    await lead.approves(card);
    await card.says('Applied');
    await opsChannel.says('lifted the freeze', place);
    expect(putsOf(task)).toHaveLength(1);
  });
});

describe('A replica that is killed as it takes a stricter relaydesk.yml', () => {
  let desk: Awaited<ReturnType<typeof openChangeableDesk>>;
  beforeAll(async () => {
    desk = await openChangeableDesk([LEADS]);
  });
  afterAll(() => desk.close());

  test('leaves the stricter policy to the other, also for what was requested before', async () => {
    const { operator, lead, secondLead, newTask, putsOf, slack } = desk;
    const first = desk.bot();
    await desk.startBot();
    await slack.until(() => slack.connections() === 2, 'two connections');
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    const policies = async () => (await desk.store.audit()).split('"event\\":\\"policy').length;
    const before = await policies();

    desk.writes([LEADS, 'policy: { quorum: 2 }']);
    process.kill(first.pid, 'SIGHUP');
    await expect.poll(policies).toBeGreaterThan(before);
    await first.kill();

    expect(await lead.approves(card)).toContain('more must approve');
    expect(putsOf(task)).toEqual([]);
    await secondLead.approves(card);
    await card.says('Applied');
    expect(putsOf(task)).toHaveLength(1);
  });
});
