import { type ChangeRequest, isClosed, type Person } from '#src/approval/record/change-request.ts';
import type { OutboxEntry } from '#src/approval/record/entry-kinds.ts';
import type { Result } from '#src/approval/approval-context.ts';
import { lead, person, requester, secondLead } from '../approval/sample-request.ts';
import { project } from '../approval/set-up-desk.ts';
import { hourMs } from '../relay/sample-task.ts';
import { setUpExecution } from './set-up-execution.ts';

const MINUTE_MS = 60_000;
const REQUESTERS = [requester, person('U0COLLEAGUE')];
/** More steps than anything takes that ends. */
const STEPS_MAX = 3_000;

const lineOf = ({ kind, request }: OutboxEntry): string => `${kind} ${request}`;

/** A desk with one task on which people do anything in any order, and the work that follows from it. */
export function setUpRandomDesk(next: (below: number) => number, quorum: number) {
  const ours = { ...project, policy: { ...project.policy, quorum } };
  const world = setUpExecution({ state: 'withdrawn' }, [ours]);
  const { approval, memory, clock, live, replica } = world;
  const timers = new Map<string, number>();
  const outbox: string[] = [];
  /** Who approved what when it could be read in the review: by id and digest. */
  const seen = new Map<string, Set<string>>();
  let [absorbed, ids] = [0, 0];
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[next(items.length)];
  const requests = () => memory.ids().flatMap((id) => memory.get(id) ?? []);
  const open = () => requests().filter(({ state }) => !isClosed(state));
  const soon = () => clock.nowMs + (1 + next(300)) * MINUTE_MS;

  function absorb(): void {
    for (const { effects } of memory.written.slice(absorbed)) {
      for (const entry of effects.dropTimers) timers.delete(lineOf(entry));
      for (const { entry, dueMs } of effects.timers) timers.set(lineOf(entry), dueMs);
      outbox.push(...effects.outbox.map(lineOf));
    }
    absorbed = memory.written.length;
  }

  async function handle(line: string): Promise<void> {
    const [kind = '', id = ''] = line.split(' ');
    if (kind === 'follow') await approval.follow(id);
    if (kind === 'expire') await approval.expire(id);
    const runs = { execute: replica.execute, settle: replica.settle, look: world.look };
    const progress = kind in runs ? await runs[kind as keyof typeof runs](id) : undefined;
    absorb();
    if (progress && 'againAtMs' in progress) timers.set(line, progress.againAtMs);
  }

  /** Does what is due until a moment; the number of steps it took. */
  async function workUntil(untilMs: number): Promise<number> {
    for (let steps = 0; steps < STEPS_MAX; steps += 1) {
      absorb();
      const waiting = outbox.shift();
      const [line, dueMs] = waiting
        ? [waiting, clock.nowMs]
        : ([...timers].toSorted((a, b) => a[1] - b[1])[0] ?? ['', Infinity]);
      if (dueMs > untilMs) {
        clock.nowMs = Math.max(clock.nowMs, untilMs);
        return steps;
      }
      if (!waiting) timers.delete(line);
      clock.nowMs = Math.max(clock.nowMs, dueMs);
      await handle(line);
    }
    return STEPS_MAX;
  }

  async function asked(who: Person, first?: ChangeRequest) {
    const found = first && (await approval.foretold(first));
    const foretold = found && 'task' in found ? found : undefined;
    ids += 1;
    const change = pick([{ status: 'pause' }, { status: 'enable' }, { vod_loop_time: `${ids}` }]);
    const applyAtMs = foretold ? foretold.fromMs + next(99) * MINUTE_MS : pick([soon(), undefined]);
    const backMs = (applyAtMs ?? clock.nowMs) + (2 + next(200)) * MINUTE_MS;
    return {
      id: `R-${ids}`,
      project: ours,
      base: foretold?.task ?? live.task,
      change: change ?? {},
      reason: `${ids}`,
      requester: who,
      applyAtMs,
      after: foretold?.id,
      backAt: next(5) < 2 ? { id: `B-${ids}`, applyAtMs: backMs } : undefined,
    };
  }

  function note(who: Person, before: ChangeRequest, result: Result): void {
    if (!result.ok) return;
    const isFirst = result.request.decisions.length === 1;
    // A way back is in the review until it is a request of its own.
    const back = before.wayBack && !memory.get(before.wayBack.id) ? [before.wayBack] : [];
    for (const { id, digest } of [before, ...back]) {
      const earlier = isFirst ? [] : (seen.get(`${id} ${digest}`) ?? []);
      seen.set(`${id} ${digest}`, new Set([...earlier, who.userId]));
    }
  }

  /** Somebody does something with a request. */
  async function act(): Promise<unknown> {
    const one = pick(open());
    const who = pick([lead, secondLead]) ?? lead;
    const chosen = next(10);
    if (!one || chosen === 0) return approval.submit(await asked(pick(REQUESTERS) ?? requester));
    const { id, version, digest, requester: own } = one;
    const viewed = { version, digest };
    switch (chosen) {
      case 1:
        return approval.submit(await asked(pick(REQUESTERS) ?? requester, one));
      case 2:
        return approval.edit(id, await asked(own, one.after ? memory.get(one.after) : undefined));
      case 3:
        return approval.move({ id, person: own, ...viewed, applyAtMs: soon() });
      case 4:
        return approval.rebase(id, who, viewed, live.task);
      case 5:
        return next(3) === 0 ? approval.withdraw(id, own, viewed) : undefined;
      case 6: {
        const failed = pick(requests().filter(({ state }) => state === 'failed'));
        if (failed) note(who, failed, await approval.retry(failed.id, who, failed));
        return undefined;
      }
      default: {
        const kind = next(12) === 0 ? 'reject' : 'approve';
        const result = await approval.decide({ id, kind, person: who, ...viewed, note: 'no' });
        if (kind === 'approve') note(who, one, result);
        return undefined;
      }
    }
  }

  return { ...world, requests, open, seen, act, workUntil, hour: hourMs, stepsMax: STEPS_MAX };
}
