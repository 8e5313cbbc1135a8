import type { ApprovalProject } from '#src/approval/approval-context.ts';
import type { Approvers, ChangeRequest } from '#src/approval/record/change-request.ts';
import type { RelayTasks } from '#src/relay/live-api.ts';
import type { Preset } from '#src/relay/preset.ts';
import type { SourcePolicy } from '#src/relay/source-url.ts';
import type { Language } from './words/index.ts';

/** A project as far as Slack is concerned. */
export interface SlackProject extends ApprovalProject {
  /** Of what channels see: cards, threads, results, events. */
  readonly language: Language;
  /** Name of the zone in which plain text tells a time, and in which a day begins. */
  readonly timeZone: string;
  readonly tasks: RelayTasks;
  readonly sources: SourcePolicy;
  /** Those of the configuration. */
  readonly presets: readonly Preset[];
  readonly opsChannel: string;
  readonly approvalsChannel: string;
  /** Who is pinged by a new card, which is not who may approve. */
  readonly notify: Approvers;
}

export type SlackProjects = ReadonlyMap<string, SlackProject>;

/** A channel of a project, by what it is for. */
export interface ProjectChannel {
  readonly project: string;
  readonly use: 'approvals' | 'ops';
  readonly channel: string;
}

export function channelsOf(projects: SlackProjects): ProjectChannel[] {
  return [...projects.values()].flatMap((project) => [
    ...cardChannelsOf(project).map(
      (channel) => ({ project: project.name, use: 'approvals', channel }) as const,
    ),
    { project: project.name, use: 'ops', channel: project.opsChannel },
  ]);
}

/** Each ops channel once, with its language. */
export function opsChannelsOf(projects: SlackProjects): ReadonlyMap<string, Language> {
  return new Map([...projects.values()].map((each) => [each.opsChannel, each.language]));
}

/** Every channel that may get cards of a project: its own, and those of rules. */
export function cardChannelsOf({ approvalsChannel, policy }: SlackProject): readonly string[] {
  const places = policy.rules.flatMap(({ place }) => place ?? []);
  return [...new Set([approvalsChannel, ...places])];
}

/** The channel of a card: that of the rule which matched at its submit, or that of its project. */
export function cardChannelOf(
  { place }: ChangeRequest,
  { approvalsChannel }: Pick<SlackProject, 'approvalsChannel'>,
): string {
  return place ?? approvalsChannel;
}
