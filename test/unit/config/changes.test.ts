import { describe, expect, test } from 'vitest';
import { changesBetween } from '#src/config/changes.ts';

const project = {
  name: 'live-prod',
  project_id: '0123456789abcdef0123456789abcdef',
  endpoint: 'https://live.cn-north-4.myhuaweicloud.com',
  region: 'cn-north-4',
  auth: { aksk: { access_key: 'AK', secret_key: '$HW_SK' } },
  ops_channel: 'C0OPS',
  approvers: { users: ['U0LEAD'] },
};
const other = { ...project, name: 'live-test', project_id: 'f'.repeat(32) };
const file = { projects: [project] };

describe('A running process takes', () => {
  test.each([
    ['another policy', { ...project, policy: { quorum: 2 } }, ['projects[live-prod].policy']],
    ['other people', { ...project, approvers: { users: [] } }, ['projects[live-prod].approvers']],
    [
      'other channels, a language and a time zone',
      { ...project, ops_channel: 'C1', language: 'zh-CN', time_zone: 'Asia/Shanghai' },
      [
        'projects[live-prod].ops_channel',
        'projects[live-prod].language',
        'projects[live-prod].time_zone',
      ],
    ],
  ])('%s', (_what, changed, keys) => {
    expect(changesBetween(file, { projects: [changed] })).toEqual({
      changed: keys,
      needRestart: [],
    });
  });

  test('accounts of one person, and how long requests are kept', () => {
    const after = { ...file, same_person: [['U1', 'U2']], retention: '30d' };

    expect(changesBetween(file, after)).toEqual({
      changed: ['same_person', 'retention'],
      needRestart: [],
    });
  });

  test('a project that is added, one that is removed, and another order', () => {
    const two = { projects: [project, other] };

    expect(changesBetween(file, two)).toEqual({ changed: ['+live-test'], needRestart: [] });
    expect(changesBetween(two, { projects: [other] })).toEqual({
      changed: ['-live-prod'],
      needRestart: [],
    });
    expect(changesBetween(two, { projects: [other, project] })).toEqual({
      changed: [],
      needRestart: [],
    });
  });
});

describe('A running process cannot take', () => {
  test.each(['project_id', 'endpoint', 'region', 'auth'])('another %s of a project', (key) => {
    const after = { projects: [{ ...project, [key]: 'another', policy: { quorum: 2 } }] };

    expect(changesBetween(file, after).needRestart).toEqual([`projects[live-prod].${key}`]);
  });

  test('another name of a project', () => {
    const after = { projects: [{ ...project, name: 'live-main' }] };

    expect(changesBetween(file, after).needRestart).toEqual(['the name of projects[live-prod]']);
  });

  test.each(['redis', 'sources', 'events', 'a_key_of_tomorrow'])('another %s', (key) => {
    expect(changesBetween({ ...file, [key]: 1 }, file).needRestart).toEqual([key]);
    expect(changesBetween(file, { ...file, [key]: 1 }).needRestart).toEqual([key]);
  });
});
