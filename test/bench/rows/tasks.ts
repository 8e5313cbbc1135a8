import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { PROJECT } from '#sandbox/cast.ts';
import { keys } from '#src/redis/keys.ts';
import { ACTION } from '#src/slack/kit/ids.ts';
import type { Bench } from '../bench.ts';
import { clockMs } from '../clock.ts';
import { inTurns, quantile, type Round } from '../figures.ts';
import { operator } from '../people.ts';
import { searchBody, type ViewState } from '../payloads.ts';
import { isQuiet } from '../quiet.ts';
import { against, alone, type Line, type Row } from '../row.ts';
import type { Contestant, Stage } from '../stage.ts';
import { commands, until, untilModal } from '../submissions.ts';
import { benchTask } from '../tasks.ts';

/** Calls in a minute that the Live API documents for reading streams; for tasks it documents none. */
const CALLS_A_MINUTE = 1_000;
const HELP_EVERY_MS = 25;
/** Commands before the measured ones: a process that has just started is slow. */
const WARM_UP = 200;

/** A project with very many relay tasks against one with few. */
export const tasks = async (bench: Bench): Promise<Row> => {
  const { sizes } = bench;
  const stage = await bench.stage();
  // No task has this name, so every end is looked for and nobody is pinged.
  const own = stage.configured({ keep_on_air: '["live/no-such-task"]' });
  const ready = async (count: number) => {
    const contestant = await stage.contestant('relaydesk');
    const all = Array.from({ length: count }, (_, at) => benchTask(at));
    return async (): Promise<Round> => {
      await stage.outside.ask('setTasks', all);
      return {
        ...(await lists(stage, contestant, sizes, count)),
        ...(await ending(stage, () => stage.contestant('relaydesk', undefined, own))),
      };
    };
  };
  const rounds = await inTurns(Math.min(sizes.rounds, 3), {
    many: await ready(sizes.tasks),
    few: await ready(sizes.fewTasks),
  });
  return {
    name: 'tasks',
    title: `${sizes.tasks} relay tasks in a project`,
    how: `${sizes.searches} searches and lists in a round, one after another, ${rounds.many.length} rounds; \`/relay help\` every ${HELP_EVERY_MS} ms while all tasks are read for what ends soon. The list counts as fresh for ten seconds: the first letters come after that. *Typed on* looks for a name that eleven tasks begin with, and then for one that eleven of a hundred and a thousand of ten thousand do, of which a picker shows a hundred.`,
    lines: linesOf(rounds, sizes),
  };
};

const linesOf = (
  { many, few }: Readonly<Record<'many' | 'few', readonly Round[]>>,
  sizes: Bench['sizes'],
): Line[] => {
  const rival = { name: `${sizes.fewTasks} tasks`, rounds: few };
  const acknowledged = (what: string, figure: string, isGoal = true): Line =>
    against(
      { what, unit: 'ms', figure, ...(isGoal ? { goal: { atMost: 1.2 } } : {}) },
      many,
      rival,
    );
  const calls = (what: string, figure: string, atMost: number): Line =>
    alone(
      { what, unit: 'count', goal: { atMost } },
      many.map((round) => round[figure] ?? Number.NaN),
    );
  // A full last page is followed by an empty one; once a minute the list is read for rivals as well.
  const most = 2 * (Math.ceil(sizes.tasks / 100) + 1);
  return [
    acknowledged('picker opened, acknowledged, p50', 'open'),
    acknowledged('every task is read once, after the picker opened', 'readMs', false),
    acknowledged('first letters typed, acknowledged', 'first'),
    acknowledged('typed on, eleven found, acknowledged, p50', 'typed'),
    acknowledged('typed on, up to a hundred found, acknowledged, p50', 'common', false),
    acknowledged('`/relay list`, acknowledged, p50', 'list'),
    acknowledged('`/relay list`, answered, p50', 'answer', false),
    acknowledged('`/relay help` while ends are looked for, p50', 'help'),
    acknowledged('the slowest of them', 'slowest', false),
    calls('calls for a picker, opened and searched', 'pickerCalls', 2 * most),
    calls('calls for one `/relay list`', 'listCalls', most),
    calls('calls to look for what ends', 'endingCalls', most),
    calls('calls a minute while ends are looked for', 'perMinute', CALLS_A_MINUTE),
  ];
};

const lists = async (
  stage: Stage,
  contestant: Contestant,
  sizes: Bench['sizes'],
  tasksThere: number,
): Promise<Round> => {
  const { outside } = stage;
  const { searches } = sizes;
  await outside.ask('forget');
  // What the round before has read is too old by then, so opening the picker reads.
  await sleep(sizes.coldMs);
  const once = async (body: Parameters<Stage['send']>[1]) => {
    const sent = await stage.send(contestant, body, { atOnce: 1 });
    return sent.map((each) => each.answeredMs - each.sentMs);
  };
  const calls = (): Promise<number> => pagesRead(stage);
  const before = await calls();
  const openedMs = clockMs();
  const opening = await commands(stage, `modify ${PROJECT.name}`, searches);
  const open = await once(opening);
  const modal = await untilModal(stage, operator(0), (id) => id !== 'loading');
  const view = { ...modal, state: modal.state as ViewState };
  const search = (typed: string) => searchBody(operator(0), ACTION.taskChoice, typed, view);
  // Searches that come before all tasks are read once wait for that, and Slack only waits three seconds for them.
  const pages = Math.ceil(tasksThere / 100);
  await until('the list', async () => (await calls()) - before >= pages);
  const readMs = clockMs() - openedMs;
  await sleep(sizes.coldMs);
  const [first = Number.NaN] = await once([search('channel')]);
  const typing = (prefix: (at: number) => string) =>
    once(Array.from({ length: searches }, (_, at) => search(`channel-${prefix(at)}`)));
  const typed = await typing((at) => fewHave(at, tasksThere));
  const common = await typing(String);

  const acknowledged: number[] = [];
  const answered: number[] = [];
  await isQuiet(stage, contestant);
  const pickerCalls = (await calls()) - before;
  const beforeList = await calls();
  for (const body of await commands(stage, `list ${PROJECT.name}`, searches)) {
    const answers = (await outside.ask('arrivals', 'response_url')).length;
    const [sent] = await stage.send(contestant, [body], { atOnce: 1 });
    if (!sent) throw new Error('nothing was sent');
    acknowledged.push(sent.answeredMs - sent.sentMs);
    answered.push((await outside.ask('called', 'response_url', answers + 1)) - sent.sentMs);
  }
  await isQuiet(stage, contestant);
  return {
    open: quantile(open, 0.5),
    first,
    typed: quantile(typed, 0.5),
    common: quantile(common, 0.5),
    list: quantile(acknowledged, 0.5),
    answer: quantile(answered, 0.5),
    pickerCalls,
    readMs,
    listCalls: Math.ceil(((await calls()) - beforeList) / searches),
  };
};

/**
 * The beginning of a number that about eleven of `count` tasks have: 7 of a hundred, 777 of ten thousand. So the same
 * number of options is shown, however many tasks there are.
 */
const fewHave = (at: number, count: number): string =>
  String((at % 9) + 1).repeat(Math.max(1, Math.round(Math.log10(count)) - 1));

/** How many pages of the list of tasks were read so far. */
const pagesRead = ({ outside }: Stage): Promise<number> => outside.ask('pagesRead');

/**
 * Lets the look for what ends come due, and uses the bot meanwhile. It is a bot of its own, since the look also comes due
 * by itself, at any moment of half an hour, and would be counted with the lists.
 */
const ending = async (stage: Stage, start: () => Promise<Contestant>): Promise<Round> => {
  const contestant = await start();
  await stage.send(contestant, await commands(stage, 'help', WARM_UP), { atOnce: 1 });
  const redis = new Redis(contestant.redis.url);
  const due = await redis.zrange(keys.timers, '0', '-1');
  const entry = due.find((each) => each.startsWith('ending '));
  if (entry === undefined) throw new Error('nothing looks for what ends');
  const callsBefore = await pagesRead(stage);
  const startedMs = clockMs();
  const nowMs = Date.now();
  await redis.zadd(keys.timers, 'XX', nowMs, entry);
  const state = { isDone: false };
  const done = until('the end of the look', async () => {
    const next = await redis.zscore(keys.timers, entry);
    return next !== null && Number(next) > nowMs;
  }).finally(() => (state.isDone = true));
  const ms: number[] = [];
  while (!state.isDone || ms.length === 0) {
    const sent = await stage.send(contestant, await commands(stage, 'help', 1), { atOnce: 1 });
    ms.push(...sent.map((each) => each.answeredMs - each.sentMs));
    await sleep(HELP_EVERY_MS);
  }
  await done;
  redis.disconnect();
  await contestant.leave();
  const minutes = (clockMs() - startedMs) / 60_000;
  const endingCalls = (await pagesRead(stage)) - callsBefore;
  return {
    help: quantile(ms, 0.5),
    slowest: Math.max(...ms),
    endingCalls,
    perMinute: endingCalls / Math.max(minutes, 1 / 60),
  };
};
