import { derived, liveMap } from '#src/basics/derived.ts';
import type { LiveStreams } from '#src/relay/live-stream.ts';
import { cloudProjectOf } from '#src/relay/cloud-project.ts';
import { freezeInZone } from '#src/approval/policy/freeze.ts';
import { withVersion } from '#src/approval/policy/requirement.ts';
import type { PolicyRule } from '#src/approval/policy/rule-match.ts';
import type { Config, ProjectConfig } from '#src/config/load-config.ts';
import { createProjectApi } from './live-api.ts';
import type { EndingProject } from '#src/ending/ports.ts';
import type { Log } from '#src/log.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import type { Telemetry } from '#src/telemetry/telemetry.ts';

/** A project of the configuration, and which project of the cloud it is. */
export function cloudProject({ name, endpoint, project_id: projectId }: ProjectConfig) {
  return { name, cloud: cloudProjectOf({ endpoint, projectId }) };
}

type ConfiguredProject = SlackProject & EndingProject & { readonly streams: LiveStreams };

type ProjectApi = ReturnType<typeof createProjectApi>;

/** The projects by name, always those of the configuration that is in force. */
export function createProjects(
  current: () => Config,
  deps: ApiDeps,
): ReadonlyMap<string, ConfiguredProject> {
  let apis = new Map<string, ProjectApi>();
  const projects = derived(current, (config) => {
    // A project that stays keeps its token, and its limit on calls at a time.
    const before = apis;
    apis = new Map();
    return new Map(
      config.projects.map((project) => {
        const key = apiKey(project);
        const api = before.get(key) ?? createApi(project, deps);
        apis.set(key, api);
        return [project.name, withApi(project, api)];
      }),
    );
  });
  return liveMap(projects);
}

/** What the calls of a project depend on, apart from secrets, which rotate. */
function apiKey({ name, project_id: id, endpoint, region, auth }: ProjectConfig): string {
  return JSON.stringify([name, id, endpoint, region, auth.token?.iam]);
}

/** A rule about times of day without a time zone uses the project's. */
function inZone(rule: PolicyRule, timeZone: string): PolicyRule {
  const { between, days, time_zone: own } = rule.when;
  return between === undefined && days === undefined
    ? rule
    : { ...rule, when: { ...rule.when, time_zone: own ?? timeZone } };
}

interface ApiDeps {
  /** The configuration with its current secrets. */
  readonly latest: () => Config;
  readonly telemetry: Telemetry;
  readonly now: () => number;
  readonly log: Log;
}

function createApi(project: ProjectConfig, { latest, telemetry, now, log }: ApiDeps): ProjectApi {
  const { name } = project;
  const { metrics } = telemetry;
  // Metrics of a project start at 0.
  metrics.apiGate(name, 0, 0);
  metrics.credentialsHeld(name, 0);
  metrics.expectSteps(name);
  return createProjectApi({
    project,
    credentials: () => latest().projects.find((each) => each.name === name)?.auth ?? project.auth,
    now,
    log,
    onCall: (call) => telemetry.apiCall({ project: name, ...call }),
    onGate: (running, waiting) => metrics.apiGate(name, running, waiting),
    onHold: (untilMs) => metrics.credentialsHeld(name, untilMs),
  });
}

function withApi(config: ProjectConfig, api: ProjectApi): ConfiguredProject {
  return {
    ...cloudProject(config),
    ...api,
    send: config.send,
    keepOnAir: config.keep_on_air,
    digestAt: config.digest_at,
    guardMs: config.guard === 'off' ? undefined : config.guard,
    sources: config.sources,
    presets: Object.entries(config.presets).map(([preset, each]) => ({ name: preset, ...each })),
    batches: { atOnce: config.batches.at_once, onFailure: config.batches.on_failure },
    language: config.language,
    timeZone: config.time_zone,
    opsChannel: config.ops_channel,
    approvalsChannel: config.approvals_channel ?? config.ops_channel,
    notify: config.notify ?? { users: [], usergroups: [] },
    policy: policyOf(config),
  };
}

/** The policy of each project, as its record in the audit has it. */
export function policiesIn({ projects }: Config) {
  return projects.map((project) => ({ ...cloudProject(project), policy: policyOf(project) }));
}

function policyOf({ policy, time_zone: zone, approvers, requesters }: ProjectConfig) {
  const rules = policy.rules.map((rule) => inZone(rule, zone));
  const freeze = policy.freeze.map((each) => freezeInZone(each, zone));
  return withVersion({ ...policy, rules, freeze, approvers, requesters });
}
