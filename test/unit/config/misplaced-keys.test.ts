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
