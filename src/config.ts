import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { type ConfigFile, configFileSchema, type ProjectConfig } from './config-file.ts';

export type { ProjectConfig } from './config-file.ts';

/** Everything that can be set, read once. The only reader of the environment. */
export interface Config {
  readonly slack: {
    readonly botToken: string;
    readonly apiUrl: string;
    readonly transport:
      | { readonly kind: 'socket'; readonly appToken: string }
      | { readonly kind: 'http'; readonly signingSecret: string };
  };
  readonly redisUrl: string;
  readonly port: number;
  readonly logLevel: string;
  readonly projects: readonly ProjectConfig[];
  /** Lists of user ids that belong to one human being each. */
  readonly samePerson: readonly (readonly string[])[];
  readonly stop: {
    /** How long a stop may take before the process ends anyway, in milliseconds. */
    readonly withinMs: number;
    /** How long clicks are still taken over HTTP once `/readyz` says no, in milliseconds. */
    readonly delayMs: number;
  };
  /** Ends the address that the Live API calls back; undefined: no events are taken. */
  readonly eventsToken: string | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export type LoadedConfig =
  | { readonly ok: true; readonly config: Config }
  /** One line for each thing that is wrong, with where it is and what to do. */
  | { readonly ok: false; readonly problems: readonly string[] };

const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;

export function loadConfig(environment: Environment): LoadedConfig {
  const problems: string[] = [];
  const env = withSecretFiles(environment, problems);
  const slack = slackConfig(env, problems);
  const redisUrl = redisUrlFrom(env);
  if (!/^rediss?(\+sentinel|\+cluster)?:\/\/./.test(redisUrl)) {
    problems.push(
      'REDIS_URL: must begin with redis://, rediss://, redis+sentinel:// or redis+cluster://',
    );
  }
  const port = Number(env['PORT'] || '3000');
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    problems.push('PORT: must be a port number');
  const stop = {
    withinMs: secondsFrom(env, 'STOP_WITHIN', 20, problems) * 1000,
    delayMs: secondsFrom(env, 'STOP_DELAY', 5, problems) * 1000,
  };
  const logLevel = env['LOG_LEVEL'] || 'info';
  if (!LOG_LEVELS.some((level) => level === logLevel)) {
    problems.push(`LOG_LEVEL: must be one of ${LOG_LEVELS.join(', ')}`);
  }
  const file = fileFrom(env['RELAYDESK_CONFIG'] ?? 'relaydesk.yml', env, problems);
  if (problems.length > 0 || !slack) return { ok: false, problems };
  const { projects, events, same_person: samePerson = [] } = file;
  const eventsToken = events?.token;
  return {
    ok: true,
    config: Object.freeze({
      slack,
      redisUrl,
      port,
      logLevel,
      projects,
      samePerson,
      stop,
      eventsToken,
    }),
  };
}

function secondsFrom(
  env: Environment,
  name: string,
  otherwise: number,
  problems: string[],
): number {
  const seconds = Number(env[name] || otherwise);
  if (Number.isFinite(seconds) && seconds >= 0 && seconds <= 600) return seconds;
  problems.push(`${name}: must be a number of seconds, at most 600`);
  return otherwise;
}

/** Where the store is, for tools that need nothing else. */
export function redisUrlFrom(environment: Environment): string {
  return environment['REDIS_URL'] ?? 'redis://127.0.0.1:6379';
}

function slackConfig(env: Environment, problems: string[]): Config['slack'] | undefined {
  const botToken = env['SLACK_BOT_TOKEN'] ?? '';
  const appToken = env['SLACK_APP_TOKEN'] ?? '';
  const signingSecret = env['SLACK_SIGNING_SECRET'] ?? '';
  if (botToken === '') {
    problems.push(
      'SLACK_BOT_TOKEN: missing; it is the bot token (xoxb-…) of the installed Slack app',
    );
  }
  if (appToken === '' && signingSecret === '') {
    problems.push(
      'SLACK_APP_TOKEN: missing; set it (xapp-…) for Socket Mode, or SLACK_SIGNING_SECRET for HTTP',
    );
  }
  const apiUrl = (env['SLACK_API_URL'] ?? 'https://slack.com/api/').replace(/\/*$/, '/');
  if (!URL.canParse(apiUrl)) problems.push('SLACK_API_URL: must be an address that ends in /api/');
  if (problems.length > 0) return undefined;
  return {
    botToken,
    apiUrl,
    transport: appToken === '' ? { kind: 'http', signingSecret } : { kind: 'socket', appToken },
  };
}

/** `NAME_FILE` names a file whose content is the value of `NAME`. */
function withSecretFiles(environment: Environment, problems: string[]): Environment {
  const env = { ...environment };
  for (const [name, path] of Object.entries(environment)) {
    const target = name.replace(/_FILE$/, '');
    if (target === name || !path || env[target] !== undefined) continue;
    // Other programs have variables of this form too; only files that are there are read.
    try {
      env[target] = readFileSync(path, 'utf8').trim();
    } catch {
      if (/^(SLACK|REDIS|HW)_/.test(name)) problems.push(`${name}: cannot read ${path}`);
    }
  }
  return env;
}

function fileFrom(path: string, env: Environment, problems: string[]): ConfigFile {
  let content: unknown;
  try {
    content = parseYaml(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    problems.push(`${path}: cannot be read (${why}); start from relaydesk.example.yml`);
    return { projects: [] };
  }
  const parsed = configFileSchema.safeParse(withEnvironment(content, env, path, problems, []));
  if (parsed.success) return parsed.data;
  problems.push(...parsed.error.issues.map((issue) => `${path}: ${where(issue)}${issue.message}`));
  return { projects: [] };
}

/** Replaces every `$NAME` by what the environment holds. */
function withEnvironment(
  value: unknown,
  env: Environment,
  path: string,
  problems: string[],
  at: readonly PropertyKey[],
): unknown {
  if (typeof value === 'string' && /^\$[A-Z][A-Z0-9_]*$/.test(value)) {
    const found = env[value.slice(1)];
    if (!found) problems.push(`${path}: ${pathText(at)}: ${value} is not set in the environment`);
    // One line says what is wrong; an empty text would be refused a second time further on.
    return found || value;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => withEnvironment(item, env, path, problems, [...at, index]));
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      withEnvironment(inner, env, path, problems, [...at, key]),
    ]),
  );
}

function where(issue: z.core.$ZodIssue): string {
  return issue.path.length === 0 ? '' : `${pathText(issue.path)}: `;
}

function pathText(at: readonly PropertyKey[]): string {
  return at
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
