import { expect, test } from 'vitest';
import { handleFormSubmission } from '#src/slack/handle-form.ts';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';

type Room = Parameters<typeof handleFormSubmission>[0];
type Args = Parameters<ReturnType<typeof handleFormSubmission>>[0];

/** How Slack is answered when a form is submitted. */
const answersOf = async (room: Partial<Record<keyof Room, unknown>>): Promise<unknown[]> => {
  const answers: unknown[] = [];
  await handleFormSubmission(room as unknown as Room)({
    ack: (answer: unknown) => Promise.resolve(answers.push(answer)),
    view: { private_metadata: 'D1', state: { values: {} } },
    body: { user: { id: 'U0REQUESTER', team_id: 'T0DESK' }, team: { id: 'T0DESK' } },
  } as unknown as Args);
  return answers;
};

test.each(LANGUAGES)('a form whose draft is lost stays open, in %s', async (language) => {
  const words = wordsFor(language);

  const answers = await answersOf({
    drafts: { submit: () => Promise.resolve(undefined) },
    words: { soon: () => Promise.resolve(words) },
  });

  expect(answers).toEqual([
    { response_action: 'errors', errors: { reason: words.notices.formLost } },
  ]);
});
