import type { InputBlock } from '@slack/types';
import { ON_FAILURE, type OnFailure } from '#src/relay/preset.ts';
import { input, option, radioElement } from '#src/slack/kit/inputs.ts';
import type { Words } from '#src/slack/words/index.ts';
import { ACTION, BLOCK } from './ids.ts';

/** What becomes of the other tasks of a batch when one is not applied. */
export function onFailureInput(chosen: OnFailure, { batches: { onFailure } }: Words): InputBlock {
  const options = ON_FAILURE.map((value) => option(value, onFailure[value]));
  const initial = options.find(({ value }) => value === chosen);
  return input(BLOCK.onFailure, onFailure, radioElement(options, initial));
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
