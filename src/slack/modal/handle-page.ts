import type { Person } from '#src/approval/record/change-request.ts';
import { type Message, pageGone } from '#src/slack/kit/message.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ButtonArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { MembersDeps } from './members-only.ts';
import { respondLater } from './respond-later.ts';

/**
 * A button of a list: the answer replaces the message with the button. `pageIn` reads what the button carries; if that
 * makes no sense, the list has expired.
 */
export function handlePage<Page>(
  deps: MembersDeps,
  pageIn: (value: string) => Page | undefined,
  answer: (page: Page, words: Words, person: Person) => Promise<readonly Message[]>,
) {
  return async ({ ack, action, body, respond }: ButtonArgs): Promise<void> => {
    await ack();
    const page = pageIn(action.value ?? '');
    const person = personOf(body);
    await respondLater(deps, { respond, person, isReplacing: true }, async (words) =>
      page ? answer(page, words, person) : [pageGone(words)],
    );
  };
}
