import type { ApprovalProject } from '#src/approval/approval-context.ts';
import type { Approvers } from '#src/approval/change-request.ts';
import type { RelayTasks } from '#src/relay/live-api.ts';
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
  return [...projects.values()].flatMap(({ name: project, approvalsChannel, opsChannel }) => [
    { project, use: 'approvals', channel: approvalsChannel },
    { project, use: 'ops', channel: opsChannel },
  ]);
}
