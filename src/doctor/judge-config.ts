import { freezeAt, freezeInZone } from '#src/approval/freeze.ts';
import type { LoadedConfig, ProjectConfig } from '#src/config/load-config.ts';
import { adviceOnProblem } from './config-advice.ts';
import { about, type Finding } from './finding.ts';

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

/** A card that pings nobody is easily missed; a reminder pings the same people. */
function pingsNobody({ name, notify, policy }: ProjectConfig): Finding[] {
  if (notify && notify.users.length + notify.usergroups.length > 0) return [];
  const { escalate, rules } = policy;
  const isByRule = rules.length > 0 && rules.every((rule) => rule.notify !== undefined);
  if (isByRule) return [];
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
    ...frozenNow(project, nowMs),
  ];
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
