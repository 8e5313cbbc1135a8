import { expect, test } from 'vitest';
import { chooseModal } from '#src/slack/form/form-view.ts';
import { wordsFor } from '#src/slack/words/index.ts';

/** The id of the block with the list of tasks. */
const listIn = (project: string | undefined): string | undefined => {
  const { blocks } = chooseModal(
    { draftId: 'D1', projects: ['live-prod', 'live-test'], project, notice: undefined },
    wordsFor('en'),
  ) as { readonly blocks: readonly { readonly block_id?: string }[] };
  return blocks.at(-1)?.block_id;
};

test("another project's tasks are in another block, so Slack shows no cached list", () => {
  const ids = [listIn(undefined), listIn('live-prod'), listIn('live-test')];

  expect(new Set(ids).size).toBe(3);
  expect(listIn('live-prod')).toBe(listIn('live-prod'));
});
