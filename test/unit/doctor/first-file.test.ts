import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { judgeConfig } from '#src/doctor/judge-config.ts';
import { loadedFrom, problemsIn } from '../config/set-up-config.ts';
import { lines } from './set-up-doctor.ts';

const guide = readFileSync(
  fileURLToPath(new URL('../../../docs/INSTALL.md', import.meta.url)),
  'utf8',
);
const [, yaml = ''] = /^```yaml\n([^]*?)^```/m.exec(guide) ?? [];
const file = parse(yaml);
const [project] = file.projects;

/** What the doctor says of a configuration with this project. */
const judged = (fields: object) =>
  lines(judgeConfig(loadedFrom({ HW_DOMAIN: 'd', HW_USER: 'u', HW_PASSWORD: 'p' }, fields), 0));
const warnings = (fields: object) =>
  judged(fields).filter((line) => /^(warn|fail) .*notify/.test(line));

test('the first file of the guide pings somebody, reminds them, and gives the doctor nothing to say', () => {
  expect(project.notify.users.length).toBeGreaterThan(0);
  expect(project.policy.remind_after).toBe('30m');
  expect(judged(project).filter((line) => !line.startsWith('ok '))).toEqual([]);
});

test.each(['name', 'project_id', 'endpoint', 'region', 'auth', 'ops_channel', 'approvers'])(
  'it is the least there can be: without %s it is refused',
  (key) => {
    expect(problemsIn({ projects: [{ ...project, [key]: undefined }] })).not.toEqual([]);
  },
);

test.each([
  ['no key', {}, 'easily missed'],
  ['an empty list', { notify: {} }, 'easily missed'],
  [
    'none before the second line',
    { policy: { escalate: { after: '1h', to: { users: ['U1'] } } } },
    'before policy.escalate',
  ],
])('the doctor warns that a card pings nobody: %s', (_what, fields, said) => {
  const { notify: _, ...silent } = project;

  expect(warnings({ ...silent, ...fields })).toEqual([expect.stringContaining(said)]);
});

test('people of the project, or of every rule, are somebody', () => {
  const { notify, ...silent } = project;
  const rules = [{ when: {}, quorum: 1, notify }];

  expect(warnings(project)).toEqual([]);
  expect(warnings({ ...silent, policy: { rules } })).toEqual([]);
});

test.each([
  [{ fields: ['callback_events'] }, 'add only: true, unless'],
  [{ status: 'pause' }, 'add only: true and fields: [status], unless'],
])('the doctor warns of a rule that asks nobody and limits no field: %j', (when, advice) => {
  const quorum = 0;
  const judgedRule = (rule: object) =>
    judgeConfig(
      loadedFrom(
        { HW_DOMAIN: 'd', HW_USER: 'u', HW_PASSWORD: 'p' },
        { ...project, policy: { rules: [rule] } },
      ),
      0,
    ).filter(({ what }) => what.includes('policy.rules[0]'));

  expect(lines(judgedRule({ when, quorum }))).toEqual([
    `warn ${project.name}: policy.rules[0]: asks nobody, whatever else is changed in the same request, unless another rule does`,
  ]);
  expect(JSON.stringify(judgedRule({ when, quorum }))).toContain(advice);
  expect(judgedRule({ when, quorum: 1 })).toEqual([]);
  expect(judgedRule({ when: { fields: ['status'], ...when, only: true }, quorum })).toEqual([]);
});

test('a rule that asks nobody about tasks that are off air is intended', () => {
  const policy = { rules: [{ when: { live_now: false }, quorum: 0 }] };

  expect(judged({ ...project, policy }).filter((line) => line.includes('rules'))).toEqual([]);
});
