import type { RespondFn } from '@slack/bolt';
import type { Rendered } from './card.ts';
import { rendered } from './replies.ts';
import type { Words } from './words/index.ts';

/** After this something must be visible, or people press again (own limit, in milliseconds). */
const SLOW_AFTER_MS = 900;

/**
 * Answers a command or a click that was acknowledged already, for the eyes of one person. The first
 * message takes the place of the one that was pressed if `isReplacing`; others follow it.
 */
export async function answerLater(
  respond: RespondFn,
  work: Promise<readonly Rendered[]>,
  { notices }: Words,
  isReplacing = false,
): Promise<void> {
  const slow = setTimeout(() => {
    // Lost, it is missed by nobody: the answer itself comes next.
    void answer(respond, rendered(notices.stillAsking), false).catch(() => undefined);
  }, SLOW_AFTER_MS);
  const messages = await work.finally(() => clearTimeout(slow));
  for (const [index, message] of messages.entries()) {
    await answer(respond, message, isReplacing && index === 0);
  }
}

function answer(respond: RespondFn, message: Rendered, isReplacing: boolean): Promise<unknown> {
  return respond({ response_type: 'ephemeral', replace_original: isReplacing, ...message });
}
