import { expect, test } from 'vitest';
import { missingApprovals } from '#src/approval/policy/asked-people.ts';
import { noAnswer, refusedByApi } from './set-up-execution.ts';
import { randomFrom } from '../random-from.ts';
import { setUpRandomDesk } from './random-desk.ts';

const LIVES = 60;
const ACTS = 40;

/** What was wrong in a life of a desk: sent unseen, twice or without approval, or never ended. */
async function faultsIn(seed: number): Promise<string[]> {
  const next = randomFrom(seed);
  const quorum = 1 + next(2);
  const desk = setUpRandomDesk(next, quorum);
  const { live, clock, hour, requests, seen } = desk;
  const faults: string[] = [];
  const sent = new Map<string, number>();
  const accepts = live.onModify;
  live.onModify = (payload) => {
    const [one, ...more] = requests().filter(({ state, sentAtMs }) => {
      return state === 'applying' && sentAtMs !== undefined;
    });
    if (!one || more.length > 0) faults.push('not one request is sent');
    else {
      const { id, digest, history } = one;
      const tries = history.filter(({ event }) => event === 'retry').length + 1;
      sent.set(id, (sent.get(id) ?? 0) + 1);
      if ((sent.get(id) ?? 0) > tries) faults.push(`${id} is sent again`);
      if (missingApprovals(one) > 0) faults.push(`${id} is sent without its approvals`);
      const people = seen.get(`${id} ${digest}`)?.size ?? 0;
      if (people < quorum) faults.push(`${id} is sent, and ${people} of ${quorum} have seen it`);
    }
    const outcome = next(10);
    if (outcome === 0) return { kind: 'refused', failure: refusedByApi };
    const answer = accepts(payload);
    return outcome === 1 ? { kind: 'unknown', failure: noAnswer } : answer;
  };
  for (let act = 0; act < ACTS; act += 1) {
    await desk.act();
    if (next(8) === 0) live.task = { ...live.task, vod_loop_time: `${1_000 + act}` };
    await desk.workUntil(clock.nowMs + (next(6) === 0 ? next(90) : 0) * 60_000);
  }
  const steps = await desk.workUntil(clock.nowMs + 48 * hour);
  if (steps === desk.stepsMax) faults.push('the work has no end');
  faults.push(...desk.open().map(({ id, state }) => `${id} stays ${state}`));
  faults.push(...[...desk.memory.locks.values()].map((id) => `${id} keeps its lock`));
  return faults;
}

test('whatever people do in whatever order, nothing is sent unseen or twice, and everything ends', async () => {
  const found: string[] = [];
  for (let seed = 1; seed <= LIVES; seed += 1) {
    found.push(...(await faultsIn(seed)).map((fault) => `life ${seed}: ${fault}`));
  }

  expect(found).toEqual([]);
});
