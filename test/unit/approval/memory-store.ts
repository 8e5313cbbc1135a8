import {
  type ChangeRequest,
  type EventName,
  isClosed,
  samePerson,
} from '#src/approval/record/change-request.ts';
import type { RequestStore } from '#src/approval/ports.ts';
import type { Effects } from '#src/approval/states/effects.ts';

/** A store in memory that can run a competing write right before a commit. */
export function createMemoryStore(...stored: readonly ChangeRequest[]) {
  const requests = new Map(stored.map((request) => [request.id, request]));
  const locks = new Map<string, string>();
  const written: { readonly request: ChangeRequest; readonly effects: Effects }[] = [];
  const rivals = new Map<EventName, () => unknown>();

  const store: RequestStore = {
    openOn: (project, taskId) =>
      Promise.resolve(
        [...requests.values()]
          .filter(({ state, base }) => !isClosed(state) && base.task_id === taskId)
          .filter((request) => request.project === project)
          .map(({ id }) => id),
      ),

    load: (id) => Promise.resolve(requests.get(id)),

    /** Only for one task, all on one page. */
    page: ({ projects, scope, of }) => {
      if (!of || !('taskId' in of)) return Promise.reject(new Error('only pages of a task'));
      const found = [...requests.values()]
        .filter(({ project, base }) => projects.includes(project) && base.task_id === of.taskId)
        .filter(({ state }) => isClosed(state) === (scope === 'closed'));
      return Promise.resolve({ requests: found.toReversed(), total: found.length });
    },

    schedule: () => Promise.reject(new Error('no schedule')),

    async commit(next, effects, following) {
      const event = next.history.at(-1)?.event ?? 'submit';
      const rival = rivals.get(event);
      rivals.delete(event);
      await rival?.();
      const current = requests.get(next.id);
      if ((current?.version ?? 0) !== next.version - 1) return { kind: 'stale', current };
      const others = [...requests.values()].filter(
        ({ id, state, cloud, base }) =>
          id !== next.id &&
          !isClosed(state) &&
          cloud === next.cloud &&
          base.task_id === next.base.task_id,
      );
      // Parts are not listed among those of a person.
      const { joins } = effects.openRequestLimit ?? {};
      const met = joins && others.find(({ id }) => !joins.open.includes(id));
      if (met) return { kind: 'crowded', by: met.id };
      const taken = others.find(
        ({ id, requester, partOf }) =>
          partOf === undefined &&
          joins?.chain.includes(id) !== true &&
          effects.openRequestLimit?.accounts.some((person) => samePerson(person, requester)),
      );
      if (taken) return { kind: 'taken', by: taken.id };
      const open = [...requests.values()].filter(
        ({ state, cloud, requester, partOf }) =>
          partOf === undefined &&
          !isClosed(state) &&
          cloud === next.cloud &&
          effects.openRequestLimit?.accounts.some((person) => samePerson(person, requester)),
      ).length;
      if (open >= (effects.openRequestLimit?.mostOpen ?? Infinity)) return { kind: 'many', open };
      const task = `${next.cloud} ${next.base.task_id}`;
      const owner = locks.get(task);
      const steps = [{ next, effects }, ...(following ? [following] : [])];
      const lock = steps.findLast((step) => step.effects.lock)?.effects.lock;
      const takes = lock === 'take';
      if (takes && owner !== undefined && owner !== next.id) return { kind: 'locked', by: owner };
      if (takes) locks.set(task, next.id);
      if (lock === 'release' && owner === next.id) locks.delete(task);
      for (const step of steps) {
        requests.set(next.id, step.next);
        written.push({ request: step.next, effects: step.effects });
      }
      return { kind: 'written' };
    },
  };

  return {
    store,
    /** Every version that was written since the start, in order. */
    written,
    /** Their events. */
    events: () => written.map(({ request }) => request.history.at(-1)?.event),
    get: (id: string) => requests.get(id),
    /** Loses the last writes: the store is back at this version, as after a restart from an older copy. */
    goBackTo: (request: ChangeRequest) => void requests.set(request.id, request),
    ids: () => [...requests.keys()],
    add: (request: ChangeRequest) => void requests.set(request.id, request),
    locks,
    /** Runs once, between the decision to write this event and the write. */
    beforeCommitOf: (event: EventName, rival: () => unknown) => void rivals.set(event, rival),
  };
}
