import type { FreezeWindow, FrozenTask } from '#src/approval/policy/freeze.ts';
import type { Words } from '#src/slack/words/index.ts';
import { escapedWithin, inCode, mention, moment } from './text.ts';

/** Characters of a reason, escaped. */
const REASON_MAX = 600;

/** A freeze as a line of mrkdwn. `where`: what is frozen, as mrkdwn; left out where that is clear. */
export function freezeSentence(
  { fromMs, toMs, reason, weekly, chat }: FreezeWindow,
  nowMs: number,
  { freezes }: Words,
  where?: string,
): string {
  const why = frozenWhy(reason);
  const { every = [], from = '', to = '', timeZone = 'UTC' } = weekly ?? {};
  return [
    fromMs <= nowMs
      ? freezes.now(moment(toMs), why, where)
      : freezes.soon(moment(fromMs), moment(toMs), why, where),
    ...(weekly ? [freezes.weekly(inCode(every.join(', ')), from, to, timeZone)] : []),
    ...(chat ? [freezes.by(mention(chat.by.userId))] : []),
  ].join(' · ');
}

/** The reason of a freeze as mrkdwn. */
export function frozenWhy(reason: string): string {
  return escapedWithin(reason, REASON_MAX);
}

/** A project or one of its tasks, as mrkdwn. */
export function frozenPlace(
  project: string,
  task: FrozenTask | undefined,
  { freezes }: Words,
): string {
  const name = escapedWithin(project, 63);
  return task ? freezes.ofTask(escapedWithin(task.name, 150), name) : `*${name}*`;
}
