import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { createDrafts } from '#src/redis/stores/drafts.ts';
import { CHANNELS, PROJECT } from '#sandbox/cast.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import type { Body, Sent } from './load.ts';
import { operator } from './people.ts';
import { commandBody, submissionBody, typed, type ViewState } from './payloads.ts';
import type { Contestant, Stage } from './stage.ts';
import { benchTask } from './tasks.ts';

/** `/relay …`, this many times. */
export const commands = (stage: Stage, text: string, count: number): Promise<readonly Body[]> =>
  commandsFor(
    stage,
    Array.from({ length: count }, () => text),
  );

/** `/relay …`, once with each text. */
export const commandsFor = async (
  { outside }: Stage,
  texts: readonly string[],
): Promise<readonly Body[]> => {
  const triggers = await outside.ask('triggers', operator(0), texts.length);
  const urls = await outside.ask('responseUrls', operator(0), CHANNELS.ops.id, texts.length);
  return texts.map((text, at) =>
    commandBody(operator(0), text, {
      triggerId: triggers[at] ?? '',
      responseUrl: urls[at] ?? '',
    }),
  );
};

/** Forms that are open and filled in, each for a task of its own, ready to be submitted. */
export type Forms = (
  count: number,
) => Promise<{ readonly bodies: readonly Body[]; readonly tasks: readonly WireTask[] }>;

/** Opens the rival's real form once, and fills in copies of it. */
export const openForms = async (stage: Stage, contestant: Contestant): Promise<Forms> => {
  await stage.outside.ask('forget');
  await stage.outside.ask('setTasks', [benchTask(0)]);
  const text = `modify ${PROJECT.name} ${benchTask(0).task_id}`;
  await stage.send(contestant, await commands(stage, text, 1), { atOnce: 1 });
  const modal = await untilModal(stage, operator(0), (id) => id !== 'loading');
  return async (count) => {
    const from = stage.takeTasks(count);
    const tasks = Array.from({ length: count }, (_, index) => benchTask(from + index));
    const metadata = await saveDrafts(contestant, tasks, from);
    const bodies = tasks.map((task, index) => {
      const state: ViewState = {
        ...(modal.state as ViewState),
        ...typed('source_urls', (task.source_urls ?? []).join('\n')),
        ...typed('vod_loop_time', '7'),
        ...typed('reason', 'The programme has changed'),
      };
      const view = {
        callbackId: modal.callbackId,
        privateMetadata: metadata[index] ?? '',
        state,
      };
      return submissionBody(operator(from + index), view);
    });
    return { bodies, tasks };
  };
};

/** The rival's draft of each open form, as the rival writes it; textbook has none, and its form names the task. */
const saveDrafts = async (
  { name, redis: { url } }: Contestant,
  tasks: readonly WireTask[],
  from: number,
): Promise<string[]> => {
  if (name === 'textbook') return tasks.map((task) => task.task_id);
  const redis = new Redis(url);
  const drafts = createDrafts(redis);
  const ids = await Promise.all(
    tasks.map(async (base, index) => {
      const [id, userId] = [randomUUID(), operator(from + index)];
      if (name === 'careful') {
        await redis.set(`careful:draft:${id}`, JSON.stringify({ base, person: userId }));
      } else {
        await drafts.save(id, { person: { userId }, project: PROJECT.name, base, urlBoxes: 1 });
      }
      return id;
    }),
  );
  redis.disconnect();
  return ids;
};

/** The first open modal of a kind. */
export const untilModal = (stage: Stage, personId: string, isIt: (callbackId: string) => boolean) =>
  until('a modal', async () => {
    const seen = await stage.outside.ask('modal', personId);
    return seen && isIt(seen.callbackId) ? seen : undefined;
  });

/** Throws if a submission was answered with errors or a failure notice. */
export const needAccepted = (sent: readonly Sent[]): void => {
  const refused = sent.find(({ text }) => text !== '' && !/R-\d+ is submitted/.test(text));
  if (refused) throw new Error(`a submission was not taken: ${refused.text}`);
};

const PATIENCE_MS = 10 * 60_000;

/** Polls until there is a value. Only outside of measurements. */
export const until = async <T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  everyMs = 5,
): Promise<T> => {
  const deadlineMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadlineMs) throw new Error(`waited in vain for ${what}`);
    await sleep(everyMs);
  }
};
