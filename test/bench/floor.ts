import type { Body } from './load.ts';
import { operator } from './people.ts';
import type { FloorWork } from './rivals/floor.ts';
import { lifeOf } from './sample.ts';
import type { Stage } from './stage.ts';
import { benchTask } from './tasks.ts';

/** What the floor is asked to do: to write what relaydesk writes, and to send what it sends. */

const asked = (work: FloorWork): Body => ({ type: 'json', text: JSON.stringify(work) });

/** Requests of the size that relaydesk stores, each for a task of its own. */
const requestsFor = (tasks: readonly ReturnType<typeof benchTask>[]) =>
  Promise.all(
    tasks.map(async (task) => {
      const life = { id: 'R-1', task, userId: operator(0), nowMs: Date.now() };
      const [submitted] = await lifeOf(life);
      if (!submitted) throw new Error('nothing was submitted');
      return submitted.next;
    }),
  );

const newTasks = (stage: Stage, count: number) => {
  const from = stage.takeTasks(count);
  return Array.from({ length: count }, (_, index) => benchTask(from + index));
};

export const floorSubmissions = async (stage: Stage, count: number): Promise<readonly Body[]> => {
  const requests = await requestsFor(newTasks(stage, count));
  return requests.map((request) => asked({ kind: 'submit', document: JSON.stringify(request) }));
};

/** The tasks are there afterwards, and nothing else is. */
export const floorApprovals = async (stage: Stage, count: number): Promise<readonly Body[]> => {
  const tasks = newTasks(stage, count);
  await stage.outside.ask('forget');
  await stage.outside.ask('setTasks', tasks);
  const requests = await requestsFor(tasks);
  return requests.map((request) =>
    asked({
      kind: 'approve',
      document: JSON.stringify(request),
      task: request.base.task_id,
      put: JSON.stringify(request.payload),
    }),
  );
};

/** So many round trips of each kind, bare and one after another. */
export const bareTrips = async (stage: Stage, count: number): Promise<Body> => {
  const [task] = newTasks(stage, 1);
  if (!task) throw new Error('there is no task');
  await stage.outside.ask('setTasks', [task]);
  const [request] = await requestsFor([task]);
  return asked({ kind: 'bare', document: JSON.stringify(request), task: task.task_id, count });
};
