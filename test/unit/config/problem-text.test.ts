import { expect, test } from 'vitest';
import { problemsOf } from './set-up-config.ts';

const ofProject = 'projects[0]';

test.each([
  [
    'too high',
    { break_glass: {} },
    `${ofProject}: there is no key "break_glass" here; it belongs under "policy"`,
  ],
  [
    'too deep',
    { policy: { ops_channel: 'C0OPS' } },
    `${ofProject}.policy: there is no key "ops_channel" here; it belongs in ${ofProject}`,
  ],
  [
    'of the whole file',
    { projects: [] },
    `${ofProject}: there is no key "projects" here; it belongs at the top level`,
  ],
])('a key that stands %s is refused, with where it belongs', (_what, fields, line) => {
  expect(problemsOf({}, fields)).toEqual([expect.stringContaining(line)]);
});

test.each([
  [{ approvers: ['U0LEAD'] }, 'approvers: must have keys (users, usergroups); here it is a list'],
  [{ keep_on_air: 'live/*' }, 'keep_on_air: must be a list; here it is a text'],
  [{ policy: null }, 'policy: must have keys (quorum, '],
  [{ policy: { quorum: 'two' } }, 'policy.quorum: must be a number; here it is a text'],
  [{ policy: { remind_after: 30 } }, 'policy.remind_after: must be a duration like 30m'],
  [{ guard: 10 }, 'guard: must be off, or must be a duration like 30m'],
  [{ language: 'zh' }, 'language: must be en or zh-CN'],
  [{ project_id: 12_345 }, 'project_id: must be a text; here it is a number, so put it in quotes'],
  [{ region: undefined }, 'region: is missing'],
])('a value of another kind is refused in plain words: %j', (fields, line) => {
  const said = problemsOf({}, fields);

  expect(said).toHaveLength(1);
  expect(said[0]).toContain(`${ofProject}.${line}`);
  expect(said[0]).not.toMatch(/Invalid|expected|received/);
});
