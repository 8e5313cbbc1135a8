import type { RespondFn } from '@slack/bolt';
import type { Person } from '#src/approval/record/change-request.ts';
import { type Message, messageFrom } from '#src/slack/kit/message.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type MembersDeps, whyNotLook } from './members-only.ts';

/** Something must be visible by then, or people press again (own limit, in milliseconds). */
const SLOW_AFTER_MS = 900;

/**
 * Answers an acknowledged command or click, visible to one person: with the result of `work` for a full member, or
 * why they see nothing. If `isReplacing`, the first message replaces the one with the button; others follow it.
 */
export async function respondLater(
  deps: MembersDeps,
  to: { readonly respond: RespondFn; readonly person: Person; readonly isReplacing?: boolean },
  work: (words: Words) => Promise<readonly Message[]>,
): Promise<void> {
  const { respond, person } = to;
  const words = await deps.words.soon(person.userId);
  const slow = setTimeout(() => {
    // If this is lost, no harm is done: the answer itself comes next.
    void send(respond, messageFrom(words.notices.stillAsking), false).catch(() => undefined);
  }, SLOW_AFTER_MS);
  const looked = async (): Promise<readonly Message[] | string> =>
    (await whyNotLook(deps, person, words)) ?? work(words);
  const found = await looked().finally(() => clearTimeout(slow));
  if (typeof found === 'string') {
    // The message with the button stays, since it works again once Slack can say who this is.
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
