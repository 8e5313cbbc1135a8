import { changesBetween } from './changes.ts';
import type { ProjectConfig } from './file-schema.ts';
import { slackConfig, type SlackConfig, type Transport } from './slack-config.ts';
import { secretsOfTraces, type TracesConfig, tracesConfig } from './traces.ts';
import { type Proxies, proxiesFrom, secretsOfProxies } from './proxies.ts';
import { sourceChecksConfig, type SourceChecksConfig } from './source-checks.ts';
import { checkYaml, readYaml, REFERENCE, type YamlFile } from './read-yaml.ts';
import { parseAddress } from '#src/redis/connection/address.ts';
import { createSettings, type Environment, type Reading, type Settings } from './environment.ts';

export type { ProjectConfig } from './file-schema.ts';
export type { Environment } from './environment.ts';
export { REFERENCE } from './read-yaml.ts';

/** Everything that can be set. The only reader of the environment. */
export interface Config {
  readonly slack: SlackConfig & { readonly transport: Transport };
  readonly redisUrl: string;
  /** How many replicas of Redis must acknowledge a write, and how long that may take. */
  readonly waitFor: { readonly replicas: number; readonly timeoutMs: number };
  /** How long a closed request stays in the store, in milliseconds. */
  readonly retentionMs: number;
  readonly port: number;
  /** The interface to listen on; undefined: all of them. */
  readonly host: string | undefined;
  /** The bearer token that `/metrics` asks for; undefined: none. */
  readonly metricsToken: string | undefined;
  readonly logLevel: string;
  readonly projects: readonly ProjectConfig[];
  /** Lists of user ids of the same human being. */
  readonly samePerson: readonly (readonly string[])[];
  readonly stop: {
    /** How long a stop may take before the process ends anyway, in milliseconds. */
    readonly withinMs: number;
    /** How long clicks are still accepted over HTTP once `/readyz` fails, in milliseconds. */
    readonly delayMs: number;
  };
  /** Undefined: traces are not configured. */
  readonly traces: TracesConfig | undefined;
  readonly proxies: Proxies;
  readonly sourceChecks: SourceChecksConfig;
  /** Whether a running replica checks its set-up. */
  readonly examines: boolean;
  /** Ends the URL for callbacks of the Live API; undefined: no events are accepted. */
  readonly eventsToken: string | undefined;
  /** How long events are kept for the as-run log, in milliseconds; 0 when none are accepted. */
  readonly eventsKeepMs: number;
}

/** What could be read, whatever is wrong with the rest. */
export type ConfigParts = Omit<Config, 'slack'> & { readonly slack: SlackConfig };

export type LoadedConfig =
  | {
      readonly ok: true;
      readonly config: Config;
      /**
       * The configuration with its secret files as they are now. While a file cannot be used, its previous value
       * stays, and `tell` is called once.
       */
      readonly latest: (tell: (problem: string) => void) => Config;
      /** The same with the secrets as last read: for values that are needed often. */
      readonly current: () => Config;
      /** relaydesk.yml as it is now; what is in force changes only when that is adopted. */
      readonly reread: () => Reread;
      readonly secrets: Secrets;
    }
  | {
      readonly ok: false;
      /** One line for each thing that is wrong, with where it is and what to do. */
      readonly problems: readonly string[];
      readonly parts: ConfigParts;
      readonly secrets: Secrets;
    };

/** A reading of relaydesk.yml while it runs. */
export interface Reread {
  /** Of what was read, or of why nothing could be read. */
  readonly digest: string;
  /** Whether it is the content that is in force. */
  readonly isInForce: boolean;
  /** Checks the whole of it. `problems` are one line each, as at a start. */
  readonly check: () =>
    | { readonly ok: false; readonly problems: readonly string[] }
    | {
        readonly ok: true;
        readonly config: Config;
        /** Names of the keys that differ; `+name` and `-name` are projects. */
        readonly changed: readonly string[];
        /** Puts it in force, all of it at once. */
        readonly adopt: () => void;
      };
}

/** Values that must not appear in a log, an error or a report. */
type Secrets = () => readonly string[];

/** Those in use and some previous ones, which late errors may still mention. */
const SECRETS_KEPT = 100;

/** Only characters that a header may hold. */
const METRICS_TOKEN = /^[\x21-\x7e]{16,}$/;

const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;

export function loadConfig(environment: Environment): LoadedConfig {
  const settings = createSettings(environment);
  const opening = settings();
  const path = opening.get('RELAYDESK_CONFIG') || 'relaydesk.yml';
  let file = readYaml(path);
  const first = evaluate(opening, file);
  let seen = secretsIn(first.parts);
  if (!first.config) {
    // Unset variables appear by their names, which must stay readable.
    return { ok: false, secrets: () => seen.filter((value) => !REFERENCE.test(value)), ...first };
  }
  const secrets: Secrets = () => seen;
  const see = (parts: ConfigParts): void => {
    seen = [...new Set([...secretsIn(parts), ...seen])].slice(0, SECRETS_KEPT);
  };

  let current = first.config;
  // Those of the last evaluation, whether or not it could be used.
  let { reading } = first;
  let told = '';
  const latest = (tell: (problem: string) => void): Config => {
    if (reading.isStill()) return current;
    const next = evaluate(settings(), file);
    reading = next.reading;
    current = next.config ?? current;
    see(current);
    const trouble = [...new Set([...reading.problems(), ...next.problems])].join('; ');
    if (trouble !== '' && trouble !== told) tell(trouble);
    told = trouble;
    return current;
  };
  const reread = (): Reread => {
    const read = readYaml(path, file);
    return {
      digest: read.digest,
      isInForce: read.digest === file.digest,
      check() {
        const next = evaluate(settings(), read);
        see(next.parts);
        if (!next.config) return { ok: false, problems: next.problems };
        const { changed, needRestart } = changesBetween(contentOf(file), contentOf(read));
        if (needRestart.length > 0) {
          return { ok: false, problems: [`${path}: needs a restart: ${needRestart.join(', ')}`] };
        }
        const { config } = next;
        const adopt = (): void => {
          file = read;
          // Secrets may have been replaced since it was checked.
          const now = evaluate(settings(), read);
          reading = now.reading;
          current = now.config ?? config;
        };
        return { ok: true, config, changed, adopt };
      },
    };
  };
  return { ok: true, secrets, config: first.config, latest, current: () => current, reread };
}

function contentOf(file: YamlFile): unknown {
  return file.ok ? file.content : undefined;
}

/** The address of the store, or what is wrong with it, for tools that need nothing else. */
export function redisUrlFrom(
  environment: Environment,
): { readonly url: string } | { readonly problem: string } {
  const settings = createSettings(environment)();
  const url = redisUrlIn(settings);
  const address = parseAddress(url);
  const [missing] = settings.missing();
  if (missing !== undefined) return { problem: missing };
  return address.ok ? { url } : { problem: `REDIS_URL: ${address.problem}` };
}

/** `config` is undefined when there are problems. */
function evaluate(settings: Reading, file: YamlFile) {
  const problems: string[] = [];
  const slack = slackConfig(settings, problems);
  const redisUrl = redisUrlIn(settings);
  const address = parseAddress(redisUrl);
  if (!address.ok) problems.push(`REDIS_URL: ${address.problem}`);
  const port = Number(settings.get('PORT') || '3000');
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    problems.push('PORT: must be a port number');
  const host = settings.get('HOST') || undefined;
  const metricsToken = settings.get('METRICS_TOKEN') || undefined;
  if (metricsToken && !METRICS_TOKEN.test(metricsToken)) {
    problems.push(
      'METRICS_TOKEN: must be at least 16 letters, digits and other visible characters of ASCII',
    );
  }
  const stop = {
    withinMs: secondsFrom(settings, 'STOP_WITHIN', 20, problems) * 1000,
    delayMs: secondsFrom(settings, 'STOP_DELAY', 5, problems) * 1000,
  };
  const traces = tracesConfig(settings, problems);
  const proxies = proxiesFrom(settings, problems);
  const logLevel = settings.get('LOG_LEVEL') || 'info';
  if (!LOG_LEVELS.some((level) => level === logLevel)) {
    problems.push(`LOG_LEVEL: must be one of ${LOG_LEVELS.join(', ')}`);
  }
  const doctor = settings.get('RELAYDESK_DOCTOR') || 'on';
  if (doctor !== 'on' && doctor !== 'off') problems.push('RELAYDESK_DOCTOR: must be on or off');
  const yaml = checkYaml(file, settings, problems);
  const { projects, redis, retention: retentionMs, events, same_person: samePerson = [] } = yaml;
  const eventsToken = events?.token;
  const waitFor = { replicas: redis.wait_replicas, timeoutMs: redis.wait_timeout };
  const parts: ConfigParts = {
    slack,
    redisUrl,
    waitFor,
    retentionMs,
    port,
    host,
    metricsToken,
    logLevel,
    projects,
    samePerson,
    stop,
    traces,
    proxies,
    sourceChecks: sourceChecksConfig(yaml.sources, proxies),
    examines: doctor === 'on',
    eventsToken,
    eventsKeepMs: events?.keep ?? 0,
  };
  const all = [...settings.missing(), ...problems];
  const { transport } = slack;
  const isGood = all.length === 0 && transport !== undefined;
  const config: Config | undefined = isGood
    ? Object.freeze({ ...parts, slack: { ...slack, transport } })
    : undefined;
  return { parts, problems: all, config, reading: settings };
}

function secondsFrom(settings: Settings, name: string, otherwise: number, problems: string[]) {
  const seconds = Number(settings.get(name) || otherwise);
  if (Number.isFinite(seconds) && seconds >= 0 && seconds <= 600) return seconds;
  problems.push(`${name}: must be a number of seconds, at most 600`);
  return otherwise;
}

function redisUrlIn(settings: Settings): string {
  return settings.get('REDIS_URL') || 'redis://127.0.0.1:6379';
}

function secretsIn(config: ConfigParts): string[] {
  const { slack, redisUrl, eventsToken, metricsToken, traces, proxies, projects } = config;
  const ofSlack = slack.transport ? Object.entries(slack.transport) : [];
  return [
    slack.botToken,
    ...ofSlack.flatMap(([key, value]) => (key === 'kind' ? [] : [value])),
    eventsToken,
    metricsToken,
    ...passwordsIn(redisUrl),
    ...secretsOfProxies(proxies),
    ...secretsOfTraces(traces),
    ...projects.flatMap(({ auth: { token, aksk } }) => [
      token?.password,
      aksk?.access_key,
      aksk?.secret_key,
      aksk?.security_token,
    ]),
  ].flatMap((value) => value || []);
}

/** As written in the address, and as sent. */
function passwordsIn(address: string): (string | undefined)[] {
  const [, written] = /^[^/]*:\/\/[^/:@]*:([^/@]*)@/.exec(address) ?? [];
  const [, ofSentinels] = /[?&]sentinel_password=([^&]*)/.exec(address) ?? [];
  const parsed = parseAddress(address);
  const sent = parsed.ok ? [parsed.address.password, parsed.address.sentinelPassword] : [];
  return [written, ofSentinels, ...sent];
}
