import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import type { Bot } from '#sandbox/bot.ts';
import { openChangeableDesk } from '../acceptance/life.ts';

const RELOADS = 60;
/** The required number of approvals lasts for this many files, so that a decision shows which one was in force. */
const SAME_FOR = 5;
const LEADS = `approvers: { users: [${PEOPLE.lead.id}, ${PEOPLE.secondLead.id}] }`;
const IN_FORCE = 'relaydesk.yml was read again and is in force';

interface Line {
  readonly at: string;
  readonly event: string;
  readonly request?: string;
  readonly state?: string;
  readonly policy?: { readonly quorum: number };
}

describe('relaydesk.yml changes sixty times while two replicas work', () => {
  let desk: Awaited<ReturnType<typeof openChangeableDesk>>;
  let bots: Bot[];
  beforeAll(async () => {
    desk = await openChangeableDesk(linesOf(0));
    bots = [desk.bot(), await desk.startBot()];
    await desk.slack.until(() => desk.slack.connections() === 2, 'two connections');
  });
  afterAll(() => desk.close());

  /** Each file differs from all others; one approval or two. */
  const linesOf = (nth: number): string[] => {
    const quorum = 1 + (Math.floor(nth / SAME_FOR) % 2);
    return [
      LEADS,
      `policy: { quorum: ${quorum}, open_per_person: 1000, remind_after: ${nth + 30}m }`,
    ];
  };
  const takenBy = (bot: Bot): number => bot.logs().filter((line) => line.includes(IN_FORCE)).length;

  const reloadAll = async (): Promise<void> => {
    for (let nth = 1; nth <= RELOADS; nth += 1) {
      desk.writes(linesOf(nth));
      // One of them is told before the other; some are told twice, and some see it by themselves.
      const [first, second] = nth % 2 === 0 ? bots : bots.toReversed();
      process.kill(first?.pid ?? 0, 'SIGHUP');
      if (nth % 7 === 0) process.kill(first?.pid ?? 0, 'SIGHUP');
      await desk.slack.until(() => first && takenBy(first) >= nth, `file ${nth} in one replica`);
      if (nth % 20 !== 0) process.kill(second?.pid ?? 0, 'SIGHUP');
      await desk.slack.until(() => second && takenBy(second) >= nth, `file ${nth} in the other`);
    }
  };

  test('nothing is lost, and no approval is one of a policy laxer than the strictest', async () => {
    const { operator, lead, secondLead, newTask, putsOf, slack } = desk;
    const load = { isOver: false };
    const reloading = reloadAll().finally(() => (load.isOver = true));
    const tasks: ReturnType<typeof newTask>[] = [];
    while (!load.isOver) {
      const task = newTask();
      tasks.push(task);
      const card = await operator.asksFor(task, { vod_loop_time: '4' });
      const answer = await lead.approves(card);
      if (answer.includes('more must approve')) await secondLead.approves(card);
      await card.says('Applied');
    }
    await reloading;
    await desk.isQuiet();

    expect(tasks.length).toBeGreaterThan(10);
    expect(tasks.map((task) => putsOf(task).length)).toEqual(tasks.map(() => 1));
    expect(slack.faults()).toEqual([]);
    const entries = JSON.parse(await desk.store.audit()) as [string, string[]][];
    const lines = entries.map(
      ([, fields]) => JSON.parse(fields[fields.indexOf('line') + 1] ?? '{}') as Line,
    );
    const policies = lines.filter(({ event }) => event === 'policy');
    expect(policies).toHaveLength(RELOADS + 1);
    const approvals = lines.filter(({ event }) => event === 'approve');
    const approved = approvals.filter(({ state }) => state === 'approved');
    expect(approved).toHaveLength(tasks.length);
    // A decision counts by what was in force as it was read, which is at most a moment before its line.
    const laxer = approved.filter((line) => {
      const before = policies.filter(({ at }) => Date.parse(at) <= Date.parse(line.at) - 1_000);
      const inForce = [before.at(-1), ...policies.slice(before.length)].filter(
        (policy) => policy && policy.at <= line.at,
      );
      const least = Math.min(...inForce.map((policy) => policy?.policy?.quorum ?? 1));
      return approvals.filter(({ request }) => request === line.request).length < least;
    });
    expect(laxer).toEqual([]);
  });
});
