import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type Environment, type LoadedConfig, loadConfig } from '#src/config/load-config.ts';

/** One for all test files of this process: writing a file replaces the previous one. */
const folder = mkdtempSync(join(tmpdir(), 'relaydesk-config-'));
process.once('exit', () => rmSync(folder, { recursive: true }));

export const project = {
  name: 'live-prod',
  project_id: '0123456789abcdef0123456789abcdef',
  endpoint: 'https://live.cn-north-4.myhuaweicloud.com',
  region: 'cn-north-4',
  auth: { aksk: { access_key: '$HW_AK', secret_key: '$HW_SK' } },
  ops_channel: 'C0OPS',
  approvers: { users: ['U0LEAD'] },
};

const env = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  HW_AK: 'AK',
  HW_SK: 'SK',
};

function load(change: Environment, content: object) {
  const path = written('relaydesk.yml', stringify(JSON.parse(JSON.stringify(content))));
  return loadConfig({ ...env, RELAYDESK_CONFIG: path, ...change });
}

export function loadedFrom(
  change: Environment,
  fields: object = {},
  more: object = {},
): LoadedConfig {
  return load(change, { projects: [{ ...project, ...fields }], ...more });
}

export function loaded(change: Environment, fields: object = {}) {
  const result = loadedFrom(change, fields);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}

export function loadedProject(fields: object) {
  const [only] = loaded({}, fields).projects;
  if (!only) throw new Error('no project');
  return only;
}

export function problemsOf(change: Environment, fields: object = {}): readonly string[] {
  const result = loadedFrom(change, fields);
  return result.ok ? [] : result.problems;
}

export function problemsIn(content: object): readonly string[] {
  const result = load({}, content);
  return result.ok ? [] : result.problems;
}

export function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
