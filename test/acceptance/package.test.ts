import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { MEDIA_HOST } from '#sandbox/world.ts';
import { type Desk, openDesk } from './desk.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'relaydesk-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything that the last stage of the Dockerfile copies, from here and from the stage that built it. */
const copiedByDockerfile = (): readonly string[] =>
  [
    ...readFileSync(join(root, 'Dockerfile'), 'utf8')
      .split('\nFROM ')
      .at(-1)!
      .matchAll(/^COPY (?:--from=build \/app\/)?(\S+) /gm),
  ].map(([, source = '']) => source);

describe('What the image holds', () => {
  let desk: Desk;
  afterAll(() => desk.close());

  test('runs the main job without packages, as nobody, on a read-only file system', async () => {
    for (const source of copiedByDockerfile()) {
      mkdirSync(dirname(join(folder, source)), { recursive: true });
      cpSync(join(root, source), join(folder, source), { recursive: true });
    }
    const node = join(folder, 'node');
    copyFileSync(process.execPath, node);
    spawnSync('chmod', ['-R', 'a+rX,a-w', folder]);
    chmodSync(node, 0o555);
    // Only root can start a process as another user.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    desk = await openDesk({ install: { cwd: folder, node, ...nobody }, sources: 'warn' });
    const { operator, lead, newTask } = desk;

    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    await lead.approves(card);

    await card.says('Applied');
    const check = spawnSync(node, ['deploy/healthcheck.mjs'], {
      cwd: folder,
      env: { PORT: String(desk.bot().port) },
    });
    expect(check.status).toBe(0);
  });

  test('examines sources: the thread for media files and its parser are in it', async () => {
    const { operator, newTask, media } = desk;
    const film = (path: string): string => `http://${MEDIA_HOST}:${media?.port}${path}`;
    await operator.opensForm(newTask().task_id);
    await operator.fills({ source_urls: [film('/evening.mp4'), film('/hls/vod.m3u8')].join('\n') });

    const said = await operator.previewsSources();

    expect(said).toContain('✅ 1 evening.mp4 · 0:12 · H.264 · 320×180 · 25 fps · en');
    expect(said).toContain('✅ 2 vod.m3u8 · 0:09');
    await operator.leaves();
  });

  test('contains the tools: doctor and audit', async () => {
    const options = { cwd: folder, env: { ...desk.env } };
    const run = async (...args: readonly string[]): Promise<string> =>
      (await promisify(execFile)(join(folder, 'node'), args, options)).stdout;

    const found = await run('dist/doctor.js');
    expect(found).toMatch(/ok +scopes +all \d+ of manifest.yml are granted/);
    expect(await run('dist/audit.js', 'verify')).toContain('all as they were written');
  });

  test('its health check fails when nothing listens', () => {
    const check = spawnSync(process.execPath, ['deploy/healthcheck.mjs'], {
      cwd: root,
      env: { PORT: '1' },
    });

    expect(check.status).toBe(1);
  });
});

test('the Slack CLI is given the manifest between its boundaries', () => {
  const { hooks } = JSON.parse(readFileSync(join(root, '.slack/hooks.json'), 'utf8')) as {
    readonly hooks: Readonly<Record<string, string>>;
  };
  const [program = '', ...words] = hooks['get-manifest']?.split(' ') ?? [];
  const flags = ['--protocol=message-boundaries', '--boundary=abc123'];

  const hook = spawnSync(program, [...words, ...flags], { cwd: root, encoding: 'utf8' });

  const [before, manifest = '', after] = hook.stdout.split('abc123');
  expect([before, after]).toEqual(['', '\n']);
  expect(JSON.parse(manifest)).toEqual(parse(readFileSync(join(root, 'manifest.yml'), 'utf8')));
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

test.runIf(hasSystemd)('systemd finds nothing wrong with the unit, and little to attack', () => {
  const unit = join(folder, 'relaydesk@.service');
  const instance = join(folder, 'relaydesk@3000.service');
  const text = readFileSync(join(root, 'deploy/relaydesk@.service'), 'utf8');
  chmodSync(folder, 0o755);
  // It checks whether the program and the folder exist.
  const here = text.replaceAll('/opt/relaydesk', root).replace('/usr/bin/node', process.execPath);
  for (const file of [unit, instance]) writeFileSync(file, here);

  const verified = spawnSync('systemd-analyze', ['verify', '--man=no', instance], {
    encoding: 'utf8',
  });
  const judged = spawnSync(
    'systemd-analyze',
    ['security', '--offline=true', '--threshold=20', '--no-pager', unit],
    { encoding: 'utf8' },
  );

  expect(verified.stderr).toBe('');
  expect(verified.status).toBe(0);
  // The threshold is ten times the level: 2.0 of 10.
  expect({ status: judged.status, last: judged.stdout.trim().split('\n').at(-1) }).toMatchObject({
    status: 0,
  });
});
