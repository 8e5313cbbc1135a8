import type { ViewOutput, ViewStateValue } from '@slack/bolt';
import type { Block, ModalView } from '@slack/types';
import { given } from '#src/basics/given.ts';
import { section } from '#src/slack/kit/blocks.ts';

/** A submitted modal once more, with all that was typed and chosen in it, below what is said. */
export function formAgain(view: ViewOutput, said: string): ModalView {
  const { callback_id, private_metadata, title, submit, close, blocks, state } = view;
  return {
    type: 'modal',
    callback_id,
    private_metadata,
    title,
    ...given({ submit: submit ?? undefined, close: close ?? undefined }),
    blocks: [section(said), ...blocks.map((block) => refilled(block, state.values))],
  };
}

function refilled(block: Block, values: ViewOutput['state']['values']): Block {
  if (!('element' in block) || typeof block.element !== 'object' || !block.element) return block;
  const [typed] = Object.values(values[block.block_id ?? ''] ?? {});
  if (!typed) return block;
  const empty = Object.entries(block.element).filter(([name]) => !name.startsWith('initial_'));
  const filled = { ...block, element: { ...Object.fromEntries(empty), ...initialOf(typed) } };
  return filled;
}

/** Slack refuses empty ones. */
function initialOf(typed: ViewStateValue) {
  const { value, selected_option, selected_options, selected_users, selected_date_time } = typed;
  return given({
    initial_value: value || undefined,
    initial_option: selected_option ?? undefined,
    initial_options: selected_options?.length ? selected_options : undefined,
    initial_users: selected_users?.length ? selected_users : undefined,
    initial_date_time: selected_date_time ?? undefined,
  });
}
