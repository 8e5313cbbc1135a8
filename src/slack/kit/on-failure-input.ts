import type { InputBlock, Option } from '@slack/types';
import { ON_FAILURE, type OnFailure } from '#src/relay/preset.ts';
import type { Words } from '#src/slack/words/index.ts';
import { plain } from './blocks.ts';
import { ACTION, BLOCK } from './ids.ts';

/** What becomes of the other tasks of a batch when one is not applied. */
export function onFailureInput(chosen: OnFailure, { batches: { onFailure } }: Words): InputBlock {
  const option = (value: OnFailure): Option => ({ value, text: plain(onFailure[value]) });
  return {
    type: 'input',
    block_id: BLOCK.onFailure,
    label: plain(onFailure.label),
    hint: plain(onFailure.hint),
    element: {
      type: 'radio_buttons',
      action_id: ACTION.value,
      options: ON_FAILURE.map(option),
      initial_option: option(chosen),
    },
  };
}

/** What was chosen there; undefined in a form that does not ask. */
export function onFailureIn(
  values: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly selected_option?: { readonly value: string } | null }>>
    >
  >,
): OnFailure | undefined {
  const value = values[BLOCK.onFailure]?.[ACTION.value]?.selected_option?.value;
  return ON_FAILURE.find((each) => each === value);
}
