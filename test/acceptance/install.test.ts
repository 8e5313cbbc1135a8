import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '#sandbox/free-port.ts';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { exportLines } from '#sandbox/export-lines.ts';
import { createWorld, type World } from '#sandbox/world.ts';
import { messageText } from '#sandbox/story-text.ts';
import { untilCard } from './card.ts';
import { createPerson } from './people.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'relaydesk-install-'));
const guide = readFileSync(join(root, 'docs/INSTALL.md'), 'utf8');

/** The fenced blocks of a language, in the order of the guide. */
const fenced = (language: string): readonly string[] =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(
    ([, text = '']) => text,
  );

/** The commands of the guide without exports, which the sandbox prints. */
const commands = fenced('sh')
  .join('')
  .split('\n')
  .filter((line) => line.startsWith('npm '));

/** The file of the guide, "with your own names". */
const written = ({ live }: World): string =>
  (fenced('yaml')[0] ?? '')
    .replace('https://live.cn-north-4.myhuaweicloud.com', live.url)
    .replace('https://iam.cn-north-4.myhuaweicloud.com', live.iamUrl)
    .replace('C0OPS0000', CHANNELS.ops.id)
    .replace('C0LEADS000', CHANNELS.leads.id)
    .replaceAll('U0LEAD000', PEOPLE.lead.id)
    .replaceAll('U0LEAD111', PEOPLE.secondLead.id);

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What the guide has people type for the first change, in order. */
const typed = [...(guide.split('## 8. ')[1] ?? '').matchAll(/`((?:\/relay|npm run) [^`]+)`/g)]
  .map(([, line = '']) => line)
  .filter((line) => line !== 'npm run probe');

test('the guide can be followed with what the sandbox prints, to a first change that is approved, applied and put back', async () => {
  const { slack, live } = world;
  const file = join(folder, 'relaydesk.yml');
  writeFileSync(file, written(world));
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    PORT: String(await freePort()),
    RELAYDESK_CONFIG: file,
    STOP_DELAY: '0',
  };
  const operator = createPerson(slack, PEOPLE.operator.id);
  const lead = createPerson(slack, PEOPLE.lead.id);
  const shell = (command: string) => ['-ec', [...exportLines(world), command].join('\n')];
  expect(commands).toEqual(['npm run doctor', 'npm start']);
  const [look = '', start = ''] = commands;

  const doctor = spawn('bash', shell(look), { cwd: root, env });
  const found = doctor.stdout.toArray();
  const [code] = await once(doctor, 'close');
  expect([code, String(await found)]).toEqual([0, expect.not.stringMatching(/^fail |notify/m)]);

  // A process group, since npm starts a shell, which starts the bot.
  const bot = spawn('bash', shell(`exec ${start}`), {
    cwd: root,
    env,
    detached: true,
    stdio: 'ignore',
  });
  const isReady = async (): Promise<boolean> => {
    const answer = await fetch(`http://127.0.0.1:${env.PORT}/readyz`).catch(() => undefined);
    return answer?.ok === true;
  };
  try {
    await expect.poll(isReady, { timeout: 60_000, interval: 100 }).toBe(true);
    await slack.person(PEOPLE.operator.id).runs('/relay list', { channel: CHANNELS.ops.id });
    const answer = await slack.until(
      () => slack.person(PEOPLE.operator.id).ephemerals().at(-1),
      'the list of tasks',
    );
    expect(messageText(answer)).toContain('relay task');

    const [, modify, verify = '', revert] = typed;
    expect(typed).toEqual([
      '/relay list',
      '/relay modify',
      'npm run audit -- verify',
      '/relay revert',
    ]);
    const [task] = live.tasks();
    if (!task) throw new Error('the sandbox has no relay task');
    await operator.types(`${modify} ${task.task_id}`);
    await slack.person(operator.id).untilModal('modify_form');
    await operator.fills({ vod_loop_time: '4', reason: 'The first change' });
    const card = await untilCard(slack, await operator.submits());
    expect(JSON.stringify(card.asPosted)).toContain(`<@${PEOPLE.secondLead.id}>`);
    expect(await operator.reviews(card)).toContain('someone else must decide');
    await operator.leaves();
    await lead.approves(card);
    await card.says('Applied', 'request_id');
    expect(live.task(task.task_id).vod_loop_time).toBe('4');

    const audit = spawn('bash', shell(verify), { cwd: root, env });
    expect(String(await audit.stdout.toArray())).toContain('all as they were written');

    await operator.types(`${revert} ${card.request}`);
    await slack.person(operator.id).untilModal('modify_form');
    await operator.fills({ reason: 'Back again' });
    const back = await untilCard(slack, await operator.submits());
    await lead.approves(back);
    await back.says('Applied');
    expect(live.task(task.task_id).vod_loop_time).toBe(task.vod_loop_time);
  } finally {
    if (bot.pid !== undefined) process.kill(-bot.pid, 'SIGTERM');
    await once(bot, 'close');
  }
});
