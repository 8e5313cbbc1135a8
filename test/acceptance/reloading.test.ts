import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS, CLOUD_USER, PEOPLE, PROJECT } from '#sandbox/cast.ts';
import { sampleTasks } from '#sandbox/live/sample-tasks.ts';
import { createSimulatedLive, type SimulatedLive } from '#sandbox/live/simulated-live.ts';
import { openChangeableDesk } from './life.ts';

const LEADS = `approvers: { users: [${PEOPLE.lead.id}, ${PEOPLE.secondLead.id}] }`;
const OPEN = 'policy: { open_per_person: 1000 }';

let desk: Awaited<ReturnType<typeof openChangeableDesk>>;
beforeAll(async () => {
  desk = await openChangeableDesk([LEADS, OPEN]);
});
afterEach(async () => {
  await desk.afterTest();
  expect(desk.slack.faults()).toEqual([]);
});
afterAll(() => desk.close());

const metric = async (name: string): Promise<string | undefined> => {
  const text = await (await fetch(`${desk.bot().url}/metrics`)).text();
  return new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
};

const linesWith = (message: string): readonly Record<string, unknown>[] =>
  desk
    .logs()
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line['message'] === message);

/** A task of the sandbox. */
const NEWS = '7864b3dc-e92f-4d5b-9a7e-1c0f6b2d8e41';
const REFUSED = 'relaydesk.yml is refused, and the previous one stays in force';

describe('The rules are changed while requests wait, without a restart', () => {
  test('to stricter ones: they apply to what waits, and to what is asked for from now on', async () => {
    const { operator, lead, secondLead, newTask, putsOf } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { status: 'pause' });

    await desk.reloads([LEADS, 'policy: { quorum: 2 }']);

    expect(await lead.approves(card)).toContain('1 more must approve');
    expect(putsOf(task)).toEqual([]);
    expect(await secondLead.approves(card)).toContain('You approved');
    await card.says('Applied');
    const next = await operator.asksFor(newTask(), { status: 'pause' });
    expect(next.text()).toContain('needs 2 approvals');
    await operator.withdraws(next);
  });

  test('to laxer ones: the rules of the submit still apply', async () => {
    const { operator, lead, newTask, putsOf } = desk;
    await desk.reloads([LEADS, 'policy: { quorum: 2, open_per_person: 1000 }']);
    const task = newTask();
    const card = await operator.asksFor(task, { status: 'pause' });

    await desk.reloads(['approvers: { users: [U0LEAD, U0OUT] }', OPEN]);

    expect(await lead.approves(card)).toContain('1 more must approve');
    expect(putsOf(task)).toEqual([]);
    await operator.withdraws(card);
  });

  test('somebody is taken off the list with the review open: the decision is refused', async () => {
    const { operator, lead, newTask, putsOf } = desk;
    await desk.reloads([LEADS]);
    const task = newTask();
    const card = await operator.asksFor(task, { status: 'pause' });
    await lead.reviews(card);

    await desk.reloads(['approvers: { usergroups: [S0LEADS] }', OPEN]);

    expect(await lead.decides('approve')).toContain('You are not an approver');
    expect(putsOf(task)).toEqual([]);
    await operator.withdraws(card);
  });

  test('the audit has a line for each policy that came into force', async () => {
    const policies = async (): Promise<number> =>
      (await desk.store.audit()).split(String.raw`\"event\":\"policy\"`).length - 1;
    const before = await policies();

    await desk.reloads([LEADS, 'policy: { quorum: 3 }']);
    await desk.reloads([LEADS, 'policy: { quorum: 3 }', 'language: en']);
    await desk.reloads([LEADS, OPEN]);

    expect((await policies()) - before).toBe(2);
  });
});

describe('A file that is wrong', () => {
  test('leaves what is in force, is said in the log, and mended by the next', async () => {
    const { operator, lead, newTask, opsChannel } = desk;
    const good = readFileSync(desk.file, 'utf8');
    const before = linesWith(REFUSED).length;

    writeFileSync(desk.file, good.replace('approvers:', 'aprovers:'));
    await desk.reads('relaydesk.yml is refused');
    const problems = (): readonly unknown[] =>
      linesWith(REFUSED)
        .slice(before)
        .map(({ problem }) => problem);
    await expect
      .poll(problems)
      .toEqual([
        expect.stringMatching(/projects\[0\]\.approvers: is missing/),
        expect.stringMatching(
          /projects\[0\]: there is no key "aprovers"; did you mean "approvers"/,
        ),
      ]);
    expect(await metric('relaydesk_config_refused')).toBe('1');
    await opsChannel.says('The changed relaydesk.yml was refused', 'aprovers');

    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    await lead.approves(card);
    await card.says('Applied');

    writeFileSync(desk.file, good);
    await desk.reads('again the one that is in force');
    expect(await metric('relaydesk_config_refused')).toBe('0');
    await opsChannel.says('relaydesk.yml is in force');
  });

  test('and one with keys that need a restart names them', async () => {
    const good = readFileSync(desk.file, 'utf8');

    writeFileSync(
      desk.file,
      `${good}\nredis: { wait_timeout: 2s }\n`.replace('north-4', 'north-1'),
    );
    await desk.reads('relaydesk.yml is refused');

    expect(linesWith(REFUSED).at(-1)?.['problem']).toMatch(
      /needs a restart: redis, projects\[live-prod\]\.region$/,
    );
    writeFileSync(desk.file, good);
    await desk.reads('again the one that is in force');
  });

  test('is noticed without a signal', async () => {
    const before = linesWith('relaydesk.yml was read again and is in force').length;

    writeFileSync(desk.file, `${readFileSync(desk.file, 'utf8')}\nretention: 30d\n`);

    await desk.slack.until(
      () => linesWith('relaydesk.yml was read again and is in force').length > before,
      'the new file',
    );
  });
});

describe('Projects', () => {
  let second: SimulatedLive;
  beforeAll(async () => {
    second = await createSimulatedLive({
      projectId: PROJECT.id,
      region: PROJECT.region,
      user: CLOUD_USER,
      tasks: sampleTasks(Date.now()),
      omission: 'keep',
    });
  });
  afterAll(() => second.stop());

  const withSecond = (text: string): string => {
    const { domain, name, password } = CLOUD_USER;
    return `${text}
  - name: live-test
    project_id: ${PROJECT.id}
    endpoint: ${second.url}
    region: ${PROJECT.region}
    auth: { token: { iam: "${second.iamUrl}", domain: ${domain}, user: ${name}, password: ${password} } }
    ops_channel: ${CHANNELS.ops.id}
    approvals_channel: ${CHANNELS.leads.id}
    ${LEADS}
`;
  };

  test('are added and removed; what was open in one that is gone cannot be approved', async () => {
    const { operator, lead } = desk;
    await desk.reloads([LEADS]);
    const good = readFileSync(desk.file, 'utf8');

    await desk.reloads(withSecond(good));
    await operator.types(`/relay modify live-test ${NEWS}`);
    await desk.slack.person(operator.id).untilModal('modify_form');
    await operator.fills({ vod_loop_time: '3', reason: 'A try' });
    const card = await desk.cardOf(await operator.submits());

    await desk.reloads(good);
    expect(await lead.reviews(card)).toContain('Nobody may approve in this project');
    expect(second.puts()).toEqual([]);
  });
});

test('a storm of signals takes the file once', async () => {
  const before = linesWith('relaydesk.yml was read again and is in force').length;
  const text = readFileSync(desk.file, 'utf8');
  writeFileSync(desk.file, `${text}\nretention: 20d\n`);

  for (let time = 0; time < 500; time += 1) process.kill(desk.bot().pid, 'SIGHUP');
  await desk.reads('is in force').catch(() => undefined);

  expect(linesWith('relaydesk.yml was read again and is in force')).toHaveLength(before + 1);
});
