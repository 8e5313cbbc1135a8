import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '#sandbox/free-port.ts';
import { CHANNELS, CLOUD_USER, PEOPLE, PROJECT } from '#sandbox/cast.ts';
import { createSimulatedLive } from '#sandbox/live/simulated-live.ts';
import { sampleTasks } from '#sandbox/live/sample-tasks.ts';
import { story } from './desk.ts';

const NEWS = '7864b3dc-e92f-4d5b-9a7e-1c0f6b2d8e41';
/** The second project has the same tasks, behind another endpoint. */
const secondLive = await createSimulatedLive({
  projectId: PROJECT.id,
  region: PROJECT.region,
  user: CLOUD_USER,
  tasks: sampleTasks(Date.now()),
  omission: 'keep',
});
const livePort = await freePort();
const folder = mkdtempSync(join(tmpdir(), 'relaydesk-two-projects-'));
const configFile = join(folder, 'relaydesk.yml');
const endpoints = { 'live-prod': `http://127.0.0.1:${livePort}`, 'live-test': secondLive.url };
const projects = Object.entries(endpoints).map(([name, live]) => ({
  name,
  project_id: PROJECT.id,
  endpoint: live,
  region: PROJECT.region,
  auth: {
    token: {
      iam: live,
      domain: CLOUD_USER.domain,
      user: CLOUD_USER.name,
      password: CLOUD_USER.password,
    },
  },
  ops_channel: CHANNELS.ops.id,
  approvals_channel: CHANNELS.leads.id,
  approvers: { users: [PEOPLE.lead.id] },
}));
// Every JSON file is a YAML file.
writeFileSync(configFile, JSON.stringify({ projects }));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await secondLive.stop();
});

story(
  'Two projects',
  (at) => {
    test('the project is asked for first, and then the task in it', async () => {
      const { operator } = at();
      await operator.types('/relay modify');
      await operator.untilSees('Which relay task?');

      const before = await operator.searches('task', 'news');
      await operator.choosesProject('live-test');
      const after = await operator.searches('task', 'news');

      expect(before).toEqual([]);
      expect(after.map(({ value }) => value)).toEqual([NEWS]);
      await operator.chooses('task', NEWS);
      await operator.untilSees('*live/news24* in *live-test*', 'Ask for approval');
    });

    test('a task without its project is answered with the list of projects', async () => {
      const { operator } = at();

      const answer = await operator.types('/relay modify live/news24');

      expect(answer).toContain('`live-prod`, `live-test`');
    });

    test('a request says which project it is for', async () => {
      const { operator, lead, opsChannel } = at();
      secondLive.edit(NEWS, { vod_loop_time: '-1' });
      await operator.types(`/relay modify live-test ${NEWS}`);
      await operator.untilSees('Ask for approval');
      await operator.fills({ vod_loop_time: '5', reason: 'Five rounds are enough' });

      const request = await operator.submits();

      const text = await at().leadsChannel.says(request, 'live-test');
      expect(text).toContain('Rounds: ');
      await lead.approves(await at().cardOf(request));
      await opsChannel.says('Applied', request, 'live-test');
      expect(secondLive.task(NEWS).vod_loop_time).toBe('5');
      expect(at().live.task(NEWS).vod_loop_time).not.toBe('5');
    });
  },
  { live: { port: livePort }, env: { RELAYDESK_CONFIG: configFile } },
);
