import type { InputBlock } from '@slack/types';
import { given } from '#src/basics/given.ts';
import type { Words } from '#src/slack/words/index.ts';
import { plain } from './blocks.ts';
import { ACTION, BLOCK } from './ids.ts';

/** Why a change is requested: the field of every form that makes a request. */
export function reasonInput(reason: string | undefined, { form }: Words): InputBlock {
  return {
    type: 'input',
    block_id: BLOCK.reason,
    label: plain(form.reason),
    hint: plain(form.reasonHint),
    element: {
      type: 'plain_text_input',
      action_id: ACTION.value,
      multiline: true,
      max_length: 1_000,
      ...given({ initial_value: reason || undefined }),
    },
  };
}
