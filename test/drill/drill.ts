import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PEOPLE } from '#sandbox/cast.ts';
import type { Clock } from '#sandbox/clock.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { must } from '#sandbox/story-steps.ts';
import { createTeller, type Print } from '#sandbox/teller.ts';
import { untilQuiet } from '#sandbox/until-quiet.ts';
import type { World } from '#sandbox/world.ts';
import type { Card } from '../acceptance/card.ts';
import { createPerson } from '../acceptance/people.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const HOUR_MS = 3_600_000;

/** What the desk had when the copy was made, and what changed until the store was lost. */
interface Before {
  readonly waiting: Card;
  readonly done: Card;
  readonly scheduled: Card;
  readonly decidedLater: Card;
  readonly lost: Card;
}

/**
 * A restore as docs/OPERATIONS.md describes it: copy, more work, the store is lost, the copy is put in its place. Throws
 * with the name of the step that was not as it should be.
 */
export const playDrill = async (world: World, clock: Clock, print: Print): Promise<void> => {
  const { slack, live, redis } = world;
  const { tell, step } = createTeller(print);
  const operator = createPerson(slack, PEOPLE.operator.id);
  const lead = createPerson(slack, PEOPLE.lead.id);
  const newTask = (name: string): WireTask => {
    const [task] = live.tasks();
    if (!task) throw new Error('the sandbox has no relay task');
    const own = { ...task, task_id: randomUUID(), stream_name: name };
    live.addTask(own);
    return own;
  };
  const [runs, waits, later] = [newTask('applied'), newTask('waiting'), newTask('scheduled')];
  const [decided, lostTask] = [newTask('decided'), newTask('lost')];
  const putsOf = (task: WireTask): number =>
    live.puts().filter(({ body }) => Object(body).task_id === task.task_id).length;
  const asks = (task: WireTask, more = {}): Promise<Card> =>
    operator.asksFor(task, { vod_loop_time: '4', ...more });
  const folder = mkdtempSync(join(tmpdir(), 'relaydesk-drill-'));
  const archive = join(folder, 'relaydesk-redis.tgz');

  tell('The desk at work');
  await world.startBot();
  const done = await step('a change is approved and applied', async () => {
    const card = await asks(runs);
    await lead.approves(card);
    await card.says('Applied', 'request_id');
    return card;
  });
  const waiting = await step('another waits for approval', () => asks(waits));
  const scheduled = await step('a third is approved for in an hour', async () => {
    const card = await asks(later, { apply_at: Math.floor((clock.now() + HOUR_MS) / 1000) });
    await lead.approves(card);
    await card.says('Approved');
    return card;
  });
  const decidedLater = await step('a fourth waits as well', () => asks(decided));
  await step('nothing is left to do for now', () => untilQuiet(redis.url));

  tell('The copy');
  await step('deploy/copy-redis.sh copies the folder while Redis runs', async () => {
    await run('deploy/copy-redis.sh', [redis.dir, archive, '-u', redis.url], { cwd: root });
  });
  tell('the archive', `${Math.ceil(statSync(archive).size / 1024)} kB`);

  tell('What happens after it');
  await step('the fourth is approved and applied', async () => {
    await lead.approves(decidedLater);
    await decidedLater.says('Applied', 'request_id');
  });
  const lost = await step('a fifth is asked for', () => asks(lostTask));
  await step('the hour is over, and the third runs', async () => {
    await clock.moveOn(HOUR_MS + 1_000);
    await scheduled.says('Applied', 'request_id');
  });

  tell('The store is lost');
  await step('the replica stops, Redis is killed, and its folder is deleted', async () => {
    await world.bot().stop();
    await redis.kill();
    rmSync(redis.dir, { recursive: true });
  });

  tell('The copy takes its place');
  await step('it is unpacked into an empty folder, and Redis starts on it', async () => {
    mkdirSync(redis.dir);
    await run('tar', ['-C', redis.dir, '-xzf', archive]);
    await redis.restart();
  });
  tell('its folder', readdirSync(redis.dir).join(' '));
  const chain = await step('the chain of its audit is whole', async () => {
    const env = { ...process.env, REDIS_URL: redis.url };
    return (await run(process.execPath, ['dist/audit.js', 'verify'], { cwd: root, env })).stdout;
  });
  tell('dist/audit.js verify', chain.trim());
  const calls = live.puts().length;
  await step('the replica starts', async () => void (await world.startBot()));

  await lookAfterwards({ waiting, done, scheduled, decidedLater, lost });

  async function lookAfterwards(before: Before): Promise<void> {
    tell('Open requests go on');
    await step('the one that waited is approved and applied', async () => {
      await lead.approves(before.waiting);
      await before.waiting.says('Applied', 'request_id');
      must(putsOf(waits) === 1, 'its task got more than one call');
    });

    tell('Nothing runs twice');
    await step(
      'the scheduled one had run: its task has moved, so it ends without a call',
      async () => {
        await before.scheduled.threadSays('Not run, because the task changed');
        must(putsOf(later) === 1, 'it was sent again');
      },
    );
    await step('the card of the one decided after the copy shows that it waits again', async () => {
      // The replica shows it again by itself where the copy still had that to do.
      if (!before.decidedLater.text().includes('Waiting for approval')) {
        tell('pressing it', await lead.presses(before.decidedLater, 'revert'));
        await lead.leaves();
      }
      await before.decidedLater.says('Waiting for approval');
    });
    await step('it is approved again, and ends without a call as well', async () => {
      await lead.approves(before.decidedLater);
      await lead.leaves();
      await before.decidedLater.threadSays('Not run, because the task changed');
      must(putsOf(decided) === 1, 'it was sent again');
    });
    await step('what had been applied before the copy stays applied', () => {
      must(before.done.text().includes('Applied') && putsOf(runs) === 1, 'it was not');
      return Promise.resolve();
    });

    tell('What was lost');
    await step(
      'the request that was asked for after the copy: its card says so when it is pressed',
      async () => {
        const said = await lead.reviews(before.lost);
        must(said.includes('no longer exists'), said);
        await lead.leaves();
        must(putsOf(lostTask) === 0, 'it ran');
      },
    );
    tell(
      'in short',
      `${calls} calls before the loss, ${live.puts().length - calls} after it, none of them for a change that had run`,
    );
    rmSync(folder, { recursive: true });
  }
};
