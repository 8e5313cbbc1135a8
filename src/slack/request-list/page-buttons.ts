import type { Button, KnownBlock } from '@slack/types';
import { button, buttonRow } from '#src/slack/kit/blocks.ts';
import { ACTION } from '#src/slack/kit/ids.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type AnyPage, nextPage, previousPage, toPageValue } from './page-state.ts';

/** Previous and Next. `next`: where the next page begins; `count`: what this one has. */
export function pageButtons(
  page: AnyPage,
  {
    next: cursor,
    count,
    isSearch = false,
  }: {
    readonly next: string | undefined;
    readonly count: number;
    readonly isSearch?: boolean;
  },
  words: Words,
): KnownBlock[] {
  const { previous, next, further } = words.buttons;
  const before = page.at.at(-1)?.found ?? 0;
  const after = cursor === undefined ? undefined : nextPage(page, cursor, before + count);
  return buttonRow([
    ...buttonTo(ACTION.requestsPrevious, previous, previousPage(page)),
    ...buttonTo(ACTION.requestsNext, isSearch ? further : next, after),
  ]);
}

function buttonTo(action_id: string, text: string, page: AnyPage | undefined): Button[] {
  const value = page && toPageValue(page);
  return value === undefined ? [] : [button(action_id, text, value)];
}
