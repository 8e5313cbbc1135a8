import type { Reply, TypedEnd } from '#commands/command.ts';
import {
  FREEZE_DAYS_MAX,
  type FreezeResult,
  FREEZES_MAX,
} from '#src/approval/decide/chat-freezes.ts';
import type { FrozenTask } from '#src/approval/policy/freeze.ts';
import type { Person } from '#src/approval/record/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { momentNamed } from '#src/relay/named-time.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { zonedTime } from '#src/relay/time.ts';
import { frozenPlace, frozenWhy } from '#src/slack/kit/freeze-sentence.ts';
import { fromFreezeValue } from '#src/slack/kit/ids.ts';
import { type Message, messageFrom, pageGone } from '#src/slack/kit/message.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import { inCode, mention, moment, slashCommand } from '#src/slack/kit/text.ts';
import { handlePage } from '#src/slack/modal/handle-page.ts';
import type { MembersDeps } from '#src/slack/modal/members-only.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { freezesIn } from '#src/slack/request-list/listed-freezes.ts';
import { placeAsked, type PlaceDeps } from '#src/slack/task/find-task.ts';
import type { Words } from '#src/slack/words/index.ts';
import { renderFreezes } from './freeze-list.ts';

export interface FreezeDeps extends PlaceDeps {
  readonly approval: Pick<ApprovalService, 'freeze' | 'unfreeze' | 'freezesOf'>;
  readonly newId: () => string;
  readonly now: () => number;
}

/** Freezes that begin later than this are not listed, in milliseconds. */
const SOON_MS = 7 * 24 * 3_600_000;

/** `/relay freeze` without a time: what is frozen now and in the coming week. */
export async function freezesAnswer(
  { projects, approval, now }: Pick<FreezeDeps, 'projects' | 'approval' | 'now'>,
  asked: { readonly project?: string | undefined },
  words: Words,
): Promise<Message[]> {
  const nowMs = now();
  const shown = [...projects.values()].filter(
    ({ name }) => asked.project === undefined || name === asked.project,
  );
  const soon = { fromMs: nowMs, untilMs: nowMs + SOON_MS };
  const listed = await freezesIn(approval, shown, soon);
  return renderFreezes(listed, nowMs, words);
}

/** `/relay freeze … for 2h …`. */
export async function freezeAnswer(
  deps: FreezeDeps,
  asked: Reply<'freeze'> & { readonly by: Person },
  words: Words,
): Promise<Message[]> {
  const found = await placeOf(deps, asked, words);
  if ('messages' in found) return found.messages;
  const { project, task } = found;
  const nowMs = deps.now();
  const end = endOf(asked.end, nowMs, project, words);
  if ('sentence' in end) return [messageFrom(end.sentence)];
  const result = await deps.approval.freeze({
    id: deps.newId(),
    project,
    task,
    person: asked.by,
    toMs: end.atMs,
    reason: asked.reason,
  });
  return [messageFrom(resultSentence(result, found, words))];
}

/** `/relay unfreeze …`; if the project as a whole is not frozen, the answer lists what is frozen in it. */
export async function unfreezeAnswer(
  deps: FreezeDeps,
  asked: Reply<'unfreeze'> & { readonly by: Person },
  words: Words,
): Promise<Message[]> {
  const found = await placeOf(deps, asked, words);
  if ('messages' in found) return found.messages;
  const { project, task } = found;
  const result = await deps.approval.unfreeze({ project, task, person: asked.by });
  const said = messageFrom(resultSentence(result, found, words));
  return result.kind === 'not_frozen'
    ? [said, ...(await freezesAnswer(deps, { project: project.name }, words))]
    : [said];
}

/** Unfreeze: lifts the freeze next to the button, and shows the current list. */
export function handleUnfreeze(deps: FreezeDeps & MembersDeps) {
  return handlePage(deps, fromFreezeValue, async (ref, words, person) => {
    const project = deps.projects.get(ref.project);
    if (!project) return [pageGone(words)];
    const held = await deps.approval.freezesOf(project, ref.task);
    const chats = held.flatMap((each) => ('chat' in each ? (each.chat ?? []) : []));
    const chat = chats.find(({ id }) => id === ref.id);
    const task = chat?.task;
    const result = chat
      ? await deps.approval.unfreeze({ project, task, person, id: ref.id })
      : ({ kind: 'not_frozen' } as const);
    const list = await freezesAnswer(deps, {}, words);
    return [...list, messageFrom(resultSentence(result, { project, task }, words))];
  });
}

interface Place {
  readonly project: SlackProject;
  readonly task?: FrozenTask | undefined;
}

async function placeOf(
  deps: FreezeDeps,
  asked: { readonly project: string; readonly task?: string | undefined },
  words: Words,
): Promise<Place | { readonly messages: Message[] }> {
  const found = await placeAsked(deps, asked, words);
  if ('messages' in found) return found;
  const { project, task } = found;
  return { project, task: task && { id: task.task_id, name: taskName(task) } };
}

function endOf(
  end: TypedEnd,
  nowMs: number,
  { timeZone }: SlackProject,
  { freezes }: Words,
): { readonly atMs: number } | { readonly sentence: string } {
  if ('forMs' in end) return { atMs: nowMs + end.forMs };
  const { until } = end;
  const found = momentNamed(until, nowMs, timeZone);
  switch (found.kind) {
    case 'moment':
      return found;
    case 'passed':
      return { sentence: freezes.passed };
    case 'skipped':
      return { sentence: freezes.skipped(until.time, found.date, timeZone) };
    case 'twice': {
      const choices = found.offsets.map((offset) =>
        inCode(`until ${found.date} ${until.time}${offset}`),
      );
      return { sentence: freezes.twice(until.time, found.date, timeZone, choices) };
    }
  }
}

function resultSentence(result: FreezeResult, { project, task }: Place, words: Words): string {
  const { freezes } = words;
  const what = frozenPlace(project.name, task, words);
  switch (result.kind) {
    case 'refused':
      return `🔒 ${refusalSentence(result.refusal, words)}`;
    case 'frozen': {
      const { freeze, before } = result;
      const until = inBoth(freeze.toMs, project);
      const why = frozenWhy(freeze.reason);
      return before
        ? freezes.doneLonger(what, until, moment(before.toMs), why)
        : freezes.done(what, until, why);
    }
    case 'unfrozen':
      return freezes.lifted(what);
    case 'frozen_longer': {
      const { toMs, chat } = result.freeze;
      return freezes.frozenLonger(what, inBoth(toMs, project), mention(chat.by.userId));
    }
    case 'too_long':
      return freezes.tooLong(FREEZE_DAYS_MAX);
    case 'too_many':
      return freezes.tooMany(FREEZES_MAX);
    case 'not_frozen':
      return freezes.notFrozen(what, slashCommand('freeze'));
    case 'busy':
      return freezes.busy;
  }
}

/** A time was typed by the clock of the project, and is read by that of the reader. */
function inBoth(atMs: number, { timeZone }: SlackProject): string {
  return `${moment(atMs)} (${zonedTime(atMs, timeZone)})`;
}
