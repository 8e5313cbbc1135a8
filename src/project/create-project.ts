import type { LiveStreams } from '#src/relay/live-stream.ts';
import { cloudProjectOf } from '#src/relay/cloud-project.ts';
import { freezeInZone } from '#src/approval/freeze.ts';
import { withVersion } from '#src/approval/requirement.ts';
import type { PolicyRule } from '#src/approval/rule-match.ts';
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

/** The configured projects by name. */
export function createProjects(
  config: Config,
  deps: Omit<Parameters<typeof createProject>[0], 'project'>,
): ReadonlyMap<string, ConfiguredProject> {
  return new Map(
    config.projects.map((project) => [project.name, createProject({ ...deps, project })]),
  );
}

/** A rule about times of day without a time zone uses the project's. */
function inZone(rule: PolicyRule, timeZone: string): PolicyRule {
  const { between, days, time_zone: own } = rule.when;
  return between === undefined && days === undefined
    ? rule
    : { ...rule, when: { ...rule.when, time_zone: own ?? timeZone } };
}

function createProject({
  project: config,
  latest,
  telemetry,
  now,
  log,
}: {
  readonly project: ProjectConfig;
  /** The configuration with its current secrets. */
  readonly latest: () => Config;
  readonly telemetry: Telemetry;
  readonly now: () => number;
  readonly log: Log;
}): ConfiguredProject {
  const { name, policy } = config;
  const { metrics } = telemetry;
  const credentials = () =>
    latest().projects.find((project) => project.name === name)?.auth ?? config.auth;
  // Metrics of a project start at 0.
  metrics.apiGate(name, 0, 0);
  metrics.credentialsHeld(name, 0);
  metrics.expectSteps(name);
  return {
    ...cloudProject(config),
    send: config.send,
    keepOnAir: config.keep_on_air,
    digestAt: config.digest_at,
    guardMs: config.guard === 'off' ? undefined : config.guard,
    sources: config.sources,
    presets: Object.entries(config.presets).map(([preset, change]) => ({ name: preset, change })),
    language: config.language,
    timeZone: config.time_zone,
    opsChannel: config.ops_channel,
    approvalsChannel: config.approvals_channel ?? config.ops_channel,
    notify: config.notify ?? { users: [], usergroups: [] },
    ...createProjectApi({
      project: config,
      credentials,
      now,
      log,
      onCall: (call) => telemetry.apiCall({ project: name, ...call }),
      onGate: (running, waiting) => metrics.apiGate(name, running, waiting),
      onHold: (untilMs) => metrics.credentialsHeld(name, untilMs),
    }),
    policy: withVersion({
      ...policy,
      rules: policy.rules.map((rule) => inZone(rule, config.time_zone)),
      freeze: policy.freeze.map((freeze) => freezeInZone(freeze, config.time_zone)),
      approvers: config.approvers,
      requesters: config.requesters,
    }),
  };
}
