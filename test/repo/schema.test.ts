import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { configSchemaText } from '#src/config/json-schema.ts';
import { root } from './sources.ts';

const text = readFileSync(join(root, 'relaydesk.schema.json'), 'utf8');
const example = readFileSync(join(root, 'relaydesk.example.yml'), 'utf8');
const [project] = parse(example).projects;
const schema = z.fromJSONSchema(JSON.parse(text));

/** What an editor would mark in a file with this one project. */
const marksIn = (change: object): readonly string[] =>
  (schema.safeParse({ projects: [{ ...project, ...change }] }).error?.issues ?? []).map(
    ({ path }) => path.join('.'),
  );

test('the schema is the one of the configuration; otherwise run: npm run schema', () => {
  expect(text).toBe(configSchemaText());
});

test('the example names the schema in its first line, and editors accept it', () => {
  expect(example.split('\n')[0]).toBe('# yaml-language-server: $schema=./relaydesk.schema.json');
  expect(schema.safeParse(parse(example)).error).toBeUndefined();
});

test('every key says what it is for', () => {
  const silent = keysOf(JSON.parse(text)).filter(({ description }) => !description);
  const known = keysOf(JSON.parse(text)).map(({ key }) => key);

  expect(known).toEqual(expect.arrayContaining(['projects', 'approvers', 'live_now', 'reason']));
  expect(silent).toEqual([]);
});

test.each([
  ['a misspelt key', { aprovers: {} }, 'projects.0'],
  ['a channel by its name', { ops_channel: '#ops' }, 'projects.0.ops_channel'],
  ['no way to sign in', { auth: {} }, 'projects.0.auth'],
  ['another way to send', { send: 'all' }, 'projects.0.send'],
  ['a quorum of nobody', { policy: { quorum: 0 } }, 'projects.0.policy.quorum'],
  ['no time', { policy: { expires_after: '0h' } }, 'projects.0.policy.expires_after'],
])('%s is marked in the editor', (_what, change, place) => {
  expect(marksIn(change)).toContain(place);
});

test('a value may come from the environment in any place', () => {
  const fromEnvironment = {
    name: '$NAME_OF_IT',
    project_id: '$PROJECT',
    send: '$SEND',
    ops_channel: '$OPS',
    approvers: { users: ['$LEAD'], usergroups: ['$LEADS'] },
    policy: { expires_after: '$DEADLINE', freeze: [{ from: '$A', to: '$B', reason: '$C' }] },
  };

  expect(marksIn(fromEnvironment)).toEqual([]);
});

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

function keysOf(node: Node): { readonly key: string; readonly description: string | undefined }[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, inner]) => [
    { key, description: inner.description },
    ...keysOf(inner),
  ]);
  return node.items ? [...own, ...keysOf(node.items)] : own;
}
