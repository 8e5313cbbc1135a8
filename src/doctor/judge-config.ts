import { freezeAt, freezeInZone } from '#src/approval/freeze.ts';
import type { LoadedConfig, ProjectConfig } from '#src/config/load-config.ts';
import { adviceOnProblem } from './config-advice.ts';
import { about, type Finding } from './finding.ts';

const { ok, warn, fail } = about('configuration');

/** Every problem of the configuration, and what is allowed but hardly meant. */
export function judgeConfig(loaded: LoadedConfig, nowMs: number): Finding[] {
  if (!loaded.ok) return loaded.problems.map(problemFinding);
  const { projects, slack, sourceChecks } = loaded.config;
  const names = projects
    .map(({ name, time_zone: timeZone }) => `${name} (times in ${timeZone})`)
    .join(', ');
  const transport = slack.transport.kind === 'socket' ? 'Socket Mode' : 'HTTP';
  return [
    ok('environment', `complete; Slack comes in over ${transport}`),
    ok('relaydesk.yml', `${projects.length === 1 ? 'project' : 'projects'} ${names}`),
    ...projects.flatMap((project) => oddities(project, nowMs)),
    ...(sourceChecks.check === 'off' ? projects.flatMap(asksAboutSources) : []),
    ...twoEndpoints(projects),
  ];
}

/** Nothing is known of sources that nobody looks at, so no rule hears that one was replaced. */
function asksAboutSources({ name, policy }: ProjectConfig): Finding[] {
  return policy.rules.flatMap(({ when }, at) =>
    when.sources_changed === undefined
      ? []
      : [
          warn(
            `${name}: policy.rules[${at}].when.sources_changed`,
            'never holds: sources are not looked at',
            'set sources.check to warn or require, or take the rule out; behind a proxy nothing is looked at',
          ),
        ],
  );
}

/** A project id is of one region, so behind two endpoints it may be one project of the cloud after all. */
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

/** A problem is one line: where it is, and what is wrong or to be done. */
function problemFinding(problem: string): Finding {
  const [, where = 'configuration', what = problem] = /^([^\s]+): (.*)$/s.exec(problem) ?? [];
  return fail(where, what, adviceOnProblem(where, what));
}

/** A card that pings nobody is seen by people who happen to look; a reminder pings the same people. */
function pingsNobody({ name, notify, policy }: ProjectConfig): Finding[] {
  if (notify && notify.users.length + notify.usergroups.length > 0) return [];
  const { escalate, rules } = policy;
  const isByRule = rules.length > 0 && rules.every((rule) => rule.notify !== undefined);
  if (isByRule) return [];
  return [
    warn(
      `${name}: notify`,
      escalate
        ? 'nobody is pinged by a new card or a reminder, before policy.escalate'
        : 'nobody is pinged by a new card or a reminder: people hear of a request only if they look',
      'name in notify those who are to decide first; being pinged gives nobody a right to approve',
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
            'never happens: requests expire before',
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

/** A freeze that comes back every week is meant, unless it never ends. */
const WEEKLY_MAX_MS = 7 * 24 * 3_600_000;

function frozenNow({ name, policy, time_zone: zone }: ProjectConfig, nowMs: number): Finding[] {
  const freezes = policy.freeze.map((freeze) => freezeInZone(freeze, zone));
  const frozen = freezeAt(freezes, nowMs);
  if (!frozen || (frozen.weekly && frozen.toMs - nowMs <= WEEKLY_MAX_MS)) return [];
  const { toMs, reason } = frozen;
  return [
    warn(
      `${name}: policy.freeze`,
      `nothing is run until ${new Date(toMs).toISOString()}: ${reason}`,
      'take the freeze out of relaydesk.yml if this is not meant',
    ),
  ];
}
