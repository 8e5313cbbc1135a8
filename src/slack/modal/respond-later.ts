import type { RespondFn } from '@slack/bolt';
import type { Person } from '#src/approval/change-request.ts';
import { type Message, messageFrom } from '#src/slack/kit/message.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type MembersDeps, whyNotLook } from './members-only.ts';

/** After this something must be visible, or people press again (own limit, in milliseconds). */
const SLOW_AFTER_MS = 900;

/**
 * Answers a command or a click that was acknowledged already, for the eyes of one person: with what
 * `work` makes for a full member, and why not for everybody else. The first message takes the place of
 * the one that was pressed if `isReplacing`; others follow it.
 */
export async function respondLater(
  deps: MembersDeps,
  to: { readonly respond: RespondFn; readonly person: Person; readonly isReplacing?: boolean },
  work: (words: Words) => Promise<readonly Message[]>,
): Promise<void> {
  const { respond, person } = to;
  const words = await deps.words.soon(person.userId);
  const slow = setTimeout(() => {
    // Lost, it is missed by nobody: the answer itself comes next.
    void send(respond, messageFrom(words.notices.stillAsking), false).catch(() => undefined);
  }, SLOW_AFTER_MS);
  const looked = async (): Promise<readonly Message[] | string> =>
    (await whyNotLook(deps, person, words)) ?? work(words);
  const found = await looked().finally(() => clearTimeout(slow));
  if (typeof found === 'string') {
    // What was pressed stays where it is: it is good again when Slack can say who this is.
    await send(respond, messageFrom(found), false);
    return;
  }
  for (const [index, message] of found.entries()) {
    await send(respond, message, to.isReplacing === true && index === 0);
  }
}

function send(respond: RespondFn, message: Message, isReplacing: boolean): Promise<unknown> {
  return respond({ response_type: 'ephemeral', replace_original: isReplacing, ...message });
}
