import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { createWorld, type World, type WorldOptions } from '#sandbox/world.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A project that has people to decide and people to ping. */
const projectYaml = [
  'approvers: { users: [U0LEAD], usergroups: [S0LEADS] }',
  'notify: { usergroups: [S0LEADS] }',
];

/** Everything around a bot without the bot: the doctor runs before the first start. */
export const open = async (options: WorldOptions = {}): Promise<World> => {
  const world = await createWorld({ projectYaml, ...options });
  onTestFinished(() => world.stop());
  return world;
};

/** A good set-up, shared by all tests of the file. */
export const setUpGood = (): (() => World) => {
  let world: World | undefined;
  beforeAll(async () => {
    world = await createWorld({ projectYaml });
  });
  afterAll(() => world?.stop());
  return () => {
    if (!world) throw new Error('the world was not made');
    return world;
  };
};

/** Runs the doctor as `npm run doctor` does. */
export const doctor = async (env: Readonly<Record<string, string>>, ...words: string[]) => {
  const child = spawn(process.execPath, ['dist/doctor.js', ...words], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const closed = once(child, 'close');
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await closed;
  return { code: code as unknown, said, complained };
};

interface Line {
  readonly subject: string;
  readonly what: string;
  readonly status: string;
  readonly found: string;
  readonly todo?: string;
}

/** Everything that is not ok, and the exit code. */
export const diagnosis = async (env: Readonly<Record<string, string>>) => {
  const { code, said } = await doctor(env, '--json');
  const report = JSON.parse(said) as { readonly findings: readonly Line[] };
  return { code, bad: report.findings.filter(({ status }) => status !== 'ok') };
};
