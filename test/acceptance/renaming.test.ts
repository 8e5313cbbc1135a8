import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { untilAnswer } from './answers.ts';
import { openChangeableDesk } from './life.ts';

const APPROVERS = [`approvers: { users: [${PEOPLE.lead.id}, ${PEOPLE.secondLead.id}] }`];

describe('A project gets another name in relaydesk.yml', () => {
  let desk: Awaited<ReturnType<typeof openChangeableDesk>>;
  beforeAll(async () => {
    desk = await openChangeableDesk(APPROVERS);
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  test('requests made under the old name are found, decided and reported under the new one', async () => {
    const { operator, lead, newTask, opsChannel } = desk;
    const [over, open] = [newTask(), newTask()];
    const closed = await operator.asksFor(over, { vod_loop_time: '4' });
    await lead.approves(closed);
    await closed.says('Applied');
    const card = await operator.asksFor(open, { vod_loop_time: '5' });

    await desk.changesConfiguration(APPROVERS, 'live-main');

    await operator.types(`/relay history live-main ${String(over.stream_name)}`);
    await untilAnswer(desk, operator, '1 closed request', closed.request);
    await operator.types(`/relay requests live-main`);
    await untilAnswer(desk, operator, card.request);
    await lead.types('/relay audit live-main');
    await lead.isTold(closed.request, card.request);
    await lead.approves(card);
    await card.says('Applied');
    await opsChannel.says('Applied', card.request, 'live-main');
  });

  test('replicas with either name run only one change of a task at a time', async () => {
    const { operator, outsider, lead, secondLead, newTask, putsOf, live, slack, isQuiet } = desk;
    await desk.changesConfiguration(APPROVERS);
    const task = newTask();
    const first = await operator.asksFor(task, { vod_loop_time: '4' });
    const second = await outsider.asksFor(task, { vod_loop_time: '7' });
    await desk.startsReplicaWith(APPROVERS, 'live-main');
    await slack.until(() => slack.connections() === 2, 'two connections');
    live.fail({ on: 'PUT', with: { hold: true } });

    // Slack gives the next click to the other replica.
    await lead.approves(first);
    await slack.until(() => live.held() === 1, 'the first call');
    await secondLead.approves(second);
    await second.says('Approved');
    expect(putsOf(task)).toHaveLength(1);
    live.release();

    await first.says('Applied');
    await second.says('Not run');
    await isQuiet();
    expect(putsOf(task)).toHaveLength(1);
  });
});
