import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';

/** The time zone of a day: that of the project, or the one that all projects share, or UTC. */
export function zoneOf(projects: SlackProjects, project: SlackProject | undefined): string {
  const zones = new Set([...projects.values()].map((each) => each.timeZone));
  const [shared = 'UTC'] = zones.size === 1 ? zones : [];
  return project?.timeZone ?? shared;
}
