import type { ProjectConfig } from '#src/config/load-config.ts';
import { isMeantBy } from '#src/ending/due.ts';
import type { TaskList } from '#src/relay/live-api.ts';
import { about, type Finding } from './finding.ts';

const { ok, warn } = about('Live API');

/** Whether `keep_on_air` of a project means tasks that there are, and somebody is called for them. */
export function judgeKeepOnAir(
  { name, keep_on_air: patterns, notify }: Pick<ProjectConfig, 'name' | 'keep_on_air' | 'notify'>,
  list: TaskList,
): Finding[] {
  const isNobody = (notify?.users ?? []).length + (notify?.usergroups ?? []).length === 0;
  const called = isNobody
    ? [
        warn(
          name,
          'keep_on_air is set, and nobody is mentioned when one of its tasks is about to end',
          'list who is to be called under notify',
        ),
      ]
    : [];
  // What keeps tasks from being read has a line of its own.
  if (!list.ok) return called;
  const meant = list.tasks.filter((task) => isMeantBy(patterns, task)).length;
  const idle = patterns.filter((pattern) => !list.tasks.some((task) => isMeantBy([pattern], task)));
  return [
    ...called,
    idle.length === 0
      ? ok(name, `keep_on_air means ${meant} of ${list.tasks.length} relay tasks`)
      : warn(
          name,
          `keep_on_air: ${idle.join(', ')} means no relay task`,
          'write app/stream, the stream or the id as /relay list shows it, * for any characters',
        ),
  ];
}
