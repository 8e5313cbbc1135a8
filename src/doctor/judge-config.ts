import { freezeAt, freezeInZone } from '#src/approval/policy/freeze.ts';
import type { LoadedConfig, ProjectConfig } from '#src/config/load-config.ts';
import { about, type Finding } from './finding.ts';
import { isAnybodyOn } from './judge-people.ts';

const { ok, warn, fail } = about('configuration');

/** Every problem of the configuration, and what is allowed but probably a mistake. */
export function judgeConfig(loaded: LoadedConfig, nowMs: number): Finding[] {
  if (!loaded.ok) return loaded.problems.map(problemFinding);
  const { projects, slack, sourceChecks } = loaded.config;
  const names = projects
    .map(({ name, time_zone: timeZone }) => `${name} (times in ${timeZone})`)
    .join(', ');
  const transport = slack.transport.kind === 'socket' ? 'Socket Mode' : 'HTTP';
  return [
    ok('environment', `complete; Slack is connected over ${transport}`),
    ok('relaydesk.yml', `${projects.length === 1 ? 'project' : 'projects'} ${names}`),
    ...projects.flatMap((project) => oddities(project, nowMs)),
    ...(sourceChecks.check === 'off' ? projects.flatMap(asksAboutSources) : []),
    ...twoEndpoints(projects),
  ];
}

/** If sources are not checked, a rule about replaced sources never applies. */
function asksAboutSources({ name, policy }: ProjectConfig): Finding[] {
  return policy.rules.flatMap(({ when }, at) =>
    when.sources_changed === undefined
      ? []
      : [
          warn(
            `${name}: policy.rules[${at}].when.sources_changed`,
            'never applies: sources are not checked',
            'set sources.check to warn or require, or remove the rule; behind a proxy sources are never checked',
          ),
        ],
  );
}

/** A project id belongs to one region, so two endpoints may lead to the same project of the cloud. */
function twoEndpoints(projects: readonly ProjectConfig[]): Finding[] {
  const byId = Map.groupBy(projects, ({ project_id: id }) => id.toLowerCase());
  return [...byId.values()]
    .filter((same) => same.length > 1)
    .map((same) =>
      warn(
        same.map(({ name }) => name).join(', '),
        'have the same project_id at different endpoints',
        'keep one of them if both endpoints lead to the same tasks: each task needs one policy',
      ),
    );
}

/** A problem is one line: where it is, and what is wrong or what to do. */
function problemFinding(problem: string): Finding {
  const [, where = 'configuration', what = problem] = /^([^\s]+): (.*)$/s.exec(problem) ?? [];
  return fail(where, what, adviceOnProblem(where, what));
}

/** What to do about a variable that is missing or wrong, if the problem itself does not say it. */
const BY_VARIABLE: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'copy the Bot User OAuth Token from the app’s OAuth & Permissions page',
  SLACK_APP_TOKEN: 'create one with connections:write under Basic Information → App-Level Tokens',
  SLACK_API_URL: 'leave it out: only the sandbox uses another address',
  SLACK_MESSAGES_PER_MINUTE: 'leave it out, unless Slack has given you another limit',
  REDIS_URL: 'see docs/REDIS.md for every form of the address',
  PORT: 'leave it out to use 3000',
  METRICS_TOKEN: 'create one with: openssl rand -hex 24',
  LOG_LEVEL: 'leave it out to use info',
  RELAYDESK_DOCTOR: 'leave it out to let running replicas check their set-up',
  STOP_WITHIN: 'leave it out to use 20 seconds',
  STOP_DELAY: 'leave it out to use 5 seconds',
};

/** The advice for one problem of the configuration. `where`: a variable or the file; `what`: what is wrong there. */
function adviceOnProblem(where: string, what: string): string {
  if (where.endsWith('_FILE'))
    return 'put the secret there, readable by the user that relaydesk runs as';
  if (/^[A-Z][A-Z0-9_]*$/.test(where)) {
    return BY_VARIABLE[where] ?? `see docs/OPERATIONS.md for ${where}`;
  }
  const [, unset] = /\$([A-Z][A-Z0-9_]*) is not set/.exec(what) ?? [];
  if (unset !== undefined) {
    return `export ${unset}, or put its value into a file and its path into ${unset}_FILE`;
  }
  const [, meant] = /did you mean "(.+)"\?$/.exec(what) ?? [];
  if (meant !== undefined) return `write ${meant} instead`;
  if (what.includes('; it belongs ')) return 'move it there, as in relaydesk.example.yml';
  if (what.startsWith('cannot be read')) {
    return 'copy relaydesk.example.yml there, or set RELAYDESK_CONFIG to the path of the file';
  }
  const [, key] = /([a-z_]+)(?:\[\d+\])?: /.exec(what) ?? [];
  return key === undefined
    ? 'compare it with relaydesk.example.yml'
    : `see ${key} in relaydesk.example.yml`;
}

/** A card that pings nobody is easily missed; a reminder pings the same people. */
function pingsNobody({ name, notify, policy }: ProjectConfig): Finding[] {
  const { escalate, rules } = policy;
  const isByRule = rules.length > 0 && rules.every((rule) => rule.notify !== undefined);
  if (isAnybodyOn(notify) || isByRule) return [];
  return [
    warn(
      `${name}: notify`,
      escalate
        ? 'new cards and reminders ping nobody before policy.escalate'
        : 'new cards and reminders ping nobody, so requests are easily missed',
      'list under notify who should decide first; being pinged gives nobody a right to approve',
    ),
  ];
}

function oddities(project: ProjectConfig, nowMs: number): Finding[] {
  const { name, policy } = project;
  const { expiresAfterMs, remindAfterMs, escalate } = policy;
  const late = (key: string, afterMs: number | undefined): Finding[] =>
    afterMs === undefined || afterMs < expiresAfterMs
      ? []
      : [
          warn(
            `${name}: ${key}`,
            'never happens: requests expire before that',
            'make it shorter than policy.expires_after',
          ),
        ];
  return [
    ...pingsNobody(project),
    ...late('policy.remind_after', remindAfterMs),
    ...late('policy.escalate', escalate?.afterMs),
    ...letsThrough(project),
    ...frozenNow(project, nowMs),
  ];
}

/**
 * A rule that asks nobody, but says only what has to be part of the change: whatever else is in the same request runs
 * without approval too, since the quorum of the project counts only where no rule matches.
 */
function letsThrough({ name, policy }: ProjectConfig): Finding[] {
  return policy.rules.flatMap(({ quorum, when: { fields, status, only } }, at) =>
    quorum > 0 || only === true || !(fields ?? status)
      ? []
      : [
          warn(
            `${name}: policy.rules[${at}]`,
            'asks nobody, whatever else is changed in the same request, unless another rule does',
            `add only: true${fields ? '' : ' and fields: [status]'}, unless that is intended`,
          ),
        ],
  );
}

/** A weekly freeze is intended, unless it never ends. */
const WEEKLY_MAX_MS = 7 * 24 * 3_600_000;

function frozenNow({ name, policy, time_zone: zone }: ProjectConfig, nowMs: number): Finding[] {
  const freezes = policy.freeze.map((freeze) => freezeInZone(freeze, zone));
  const frozen = freezeAt(freezes, nowMs);
  if (!frozen || (frozen.weekly && frozen.toMs - nowMs <= WEEKLY_MAX_MS)) return [];
  const { toMs, reason } = frozen;
  return [
    warn(
      `${name}: policy.freeze`,
      `no change runs until ${new Date(toMs).toISOString()}: ${reason}`,
      'remove the freeze from relaydesk.yml if this is not intended',
    ),
  ];
}
