import type { ProjectConfig } from '#src/config/load-config.ts';
import { isMeantBy } from '#src/ending/due.ts';
import type { TaskList } from '#src/relay/live-api.ts';
import { about, type Finding } from './finding.ts';

const { ok, warn } = about('Live API');

/** Whether `keep_on_air` of a project matches tasks, and somebody is pinged for them. */
export function judgeKeepOnAir(
  { name, keep_on_air: patterns, notify }: Pick<ProjectConfig, 'name' | 'keep_on_air' | 'notify'>,
  list: TaskList,
): Finding[] {
  const isNobody = (notify?.users ?? []).length + (notify?.usergroups ?? []).length === 0;
  const called = isNobody
    ? [
        warn(
          name,
          'keep_on_air is set, but nobody is pinged when one of its tasks is about to end',
          'list under notify who is to be pinged',
        ),
      ]
    : [];
  // Why the tasks cannot be read is reported on another line.
  if (!list.ok) return called;
  const meant = list.tasks.filter((task) => isMeantBy(patterns, task)).length;
  const idle = patterns.filter((pattern) => !list.tasks.some((task) => isMeantBy([pattern], task)));
  return [
    ...called,
    idle.length === 0
      ? ok(name, `keep_on_air matches ${meant} of ${list.tasks.length} relay tasks`)
      : warn(
          name,
          `keep_on_air: ${idle.join(', ')} matches no relay task`,
          'write app/stream, the stream or the id as /relay list shows it; * stands for any characters',
        ),
  ];
}
