import type { FreezeWindow } from '#src/approval/freeze.ts';
import type { Words } from '#src/slack/words/index.ts';
import { escapedWithin, inCode, moment } from './text.ts';

/** Characters of a reason, escaped. */
const REASON_MAX = 600;

/** A freeze as a line of mrkdwn. `where`: what is frozen, as mrkdwn; left out where that is clear. */
export function freezeSentence(
  { fromMs, toMs, reason, weekly }: FreezeWindow,
  nowMs: number,
  { freezes }: Words,
  where?: string,
): string {
  const why = escapedWithin(reason, REASON_MAX);
  const line =
    fromMs <= nowMs
      ? freezes.now(moment(toMs), why, where)
      : freezes.soon(moment(fromMs), moment(toMs), why, where);
  if (!weekly) return line;
  const { every, from, to, timeZone = 'UTC' } = weekly;
  return `${line} · ${freezes.weekly(inCode(every.join(', ')), from, to, timeZone)}`;
}
