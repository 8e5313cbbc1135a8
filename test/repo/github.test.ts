import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from './sources.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly Step[]; readonly 'timeout-minutes'?: number }>
  >;
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const workflows = globSync('.github/workflows/*.yml', { cwd: root })
  .toSorted((a, b) => (a < b ? -1 : 1))
  .map((path) => parse(read(path)) as Workflow);
const jobs = workflows.flatMap((workflow) => Object.values(workflow.jobs));
const steps = jobs.flatMap((job) => job.steps);

describe('The workflows', () => {
  test('run what a developer runs, before anything is published', () => {
    const [ci, release] = workflows;

    expect(workflows).toHaveLength(2);
    expect(ci?.jobs['check']?.steps.at(-1)).toEqual({ run: '.ci/run' });
    expect(release?.jobs['check']?.steps.at(-1)).toEqual({ run: '.ci/run' });
    expect(release?.jobs['publish']).toMatchObject({ needs: 'check' });
  });

  test('use no action but by the commit that was read', () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);

    expect(used.length).toBeGreaterThan(3);
    expect(used.filter((name) => !/^actions\/[a-z-]+@[0-9a-f]{40}$/.test(name))).toEqual([]);
  });

  test('may do no more than they have to, and end in time', () => {
    expect(workflows.map(({ permissions }) => permissions)).toEqual([{ contents: 'read' }, {}]);
    expect(jobs.filter((job) => job['timeout-minutes'] === undefined)).toEqual([]);
  });

  test('publish the image with its provenance and its bill of materials', () => {
    const build = steps.find(({ run }) => run?.includes('buildx build'))?.run ?? '';

    expect(build).toContain('--provenance=mode=max --sbom=true');
  });
});

const notes = (wanted: string) =>
  spawnSync(process.execPath, ['.github/release-notes.mjs', wanted], {
    cwd: root,
    encoding: 'utf8',
  });

test('the notes of a release are the section of its version, and of no other', () => {
  const { version } = JSON.parse(read('package.json')) as { readonly version: string };
  const { stdout, status } = notes(version);

  expect(status).toBe(0);
  expect(stdout).toMatch(/^### /m);
  expect(read('CHANGELOG.md')).toContain(stdout.trim());
  expect(stdout).not.toMatch(/^## /m);
  expect(notes('9.9.9')).toMatchObject({ status: 1, stdout: '' });
});

test('a new version of a package waits before it is offered', () => {
  const { updates } = parse(read('.github/dependabot.yml')) as {
    readonly updates: readonly { readonly cooldown?: { readonly 'default-days': number } }[];
  };

  expect(updates.length).toBeGreaterThan(2);
  expect(updates.filter(({ cooldown }) => !((cooldown?.['default-days'] ?? 0) >= 7))).toEqual([]);
});

test('each form for issues has a name and asks at least one thing that is required', () => {
  const forms = ['fault', 'wish'].map(
    (name) =>
      parse(read(`.github/ISSUE_TEMPLATE/${name}.yml`)) as {
        readonly name: string;
        readonly body: readonly { readonly validations?: { readonly required: boolean } }[];
      },
  );

  expect(
    forms.filter(({ body }) => !body.some(({ validations }) => validations?.required)),
  ).toEqual([]);
});

test('.env.sample names every variable of SETTINGS, and sets nothing that is a secret', () => {
  const sample = read('.env.sample');
  const [, table = ''] =
    /\n\| variable \| meaning \|\n([^]*?)\n\n/.exec(read('docs/SETTINGS.md')) ?? [];
  const named = [...table.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name = '']) => name),
  );

  expect(named.length).toBeGreaterThan(12);
  expect(named.filter((name) => !new RegExp(`^(# )?${name}=`, 'm').test(sample))).toEqual([]);
  expect(parseEnv(sample)).toEqual({
    SLACK_BOT_TOKEN: 'xoxb-',
    SLACK_APP_TOKEN: 'xapp-',
    HW_DOMAIN: '',
    HW_USER: '',
    HW_PASSWORD: '',
    REDIS_URL: 'redis://127.0.0.1:6379',
  });
});
