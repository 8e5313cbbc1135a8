import { expect, test } from 'vitest';
import { cloudProjectOf } from '#src/relay/cloud-project.ts';

const projectId = '0123456789abcdef0123456789abcdef';
const endpoint = 'https://live.cn-north-4.myhuaweicloud.com';
const cloud = cloudProjectOf({ endpoint, projectId });

test('it is the endpoint and the project id, readable by people', () => {
  expect(cloud).toBe(`live.cn-north-4.myhuaweicloud.com:443/${projectId}`);
});

test.each([
  ['a last slash', `${endpoint}/`],
  ['several of them', `${endpoint}///`],
  ['the default port', `${endpoint}:443`],
  ['capital letters', 'HTTPS://LIVE.cn-north-4.MyHuaweiCloud.com'],
  ['the last dot of a full name', 'https://live.cn-north-4.myhuaweicloud.com./'],
])('%s in the endpoint does not make it another project', (_what, written) => {
  expect(cloudProjectOf({ endpoint: written, projectId })).toBe(cloud);
});

test('capital letters in the project id do not make it another project', () => {
  expect(cloudProjectOf({ endpoint, projectId: projectId.toUpperCase() })).toBe(cloud);
});

test.each([
  ['another host', { endpoint: 'https://live.cn-north-1.myhuaweicloud.com', projectId }],
  ['another port', { endpoint: `${endpoint}:8443`, projectId }],
  ['a path before it', { endpoint: `${endpoint}/gateway`, projectId }],
  ['another project id', { endpoint, projectId: projectId.replace('0', 'f') }],
])('%s is another project', (_what, other) => {
  expect(cloudProjectOf(other)).not.toBe(cloud);
});
