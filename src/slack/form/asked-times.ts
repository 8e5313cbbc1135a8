import type { InputBlock } from '@slack/types';
import { given } from '#src/basics/given.ts';
import type { Draft } from '#src/ports/draft.ts';
import { momentOf } from '#src/relay/field.ts';
import { type Moment, type TimeDoubt, timeDoubt } from '#src/relay/time-doubt.ts';
import { plain } from '#src/slack/kit/blocks.ts';
import { ACTION, type TimeBlock, whichBlock } from '#src/slack/kit/ids.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { FormValues } from './form-values.ts';
import { type Filled, pickedSeconds } from './shown-fields.ts';

/**
 * A picker sends a moment, not the local time that the person saw. Around clock changes these may not match, so the
 * form asks, in the person's time zone, before it accepts such a time.
 */

/** An ambiguous time that the form asks about. */
export interface AskedTime {
  readonly block: TimeBlock;
  /** The moment that the picker holds. */
  readonly pickedMs: number;
  readonly doubt: TimeDoubt;
  /** The moment that was chosen as the answer. */
  readonly meantMs: number | undefined;
}

/** The times in a form to ask about; those that the task or the draft already holds are not. */
export function askedTimes(
  { picked }: FormValues,
  draft: Draft & Filled,
  timeZone: string,
): AskedTime[] {
  return picked.flatMap(({ block, pickedMs, meantMs }) => {
    if (heldIn(draft, block).includes(pickedMs)) return [];
    const doubt = timeDoubt(pickedMs, timeZone);
    return doubt ? [{ block, pickedMs, doubt, meantMs }] : [];
  });
}

function heldIn(draft: Draft & Filled, block: TimeBlock): (number | undefined)[] {
  if (block === 'apply_at') return [draft.applyAtMs];
  if (block === 'then_back') return [draft.thenBackMs];
  const [held, shown] = [momentOf(draft.base, block), pickedSeconds(draft, block)];
  return [
    typeof held === 'number' ? Math.floor(held / 1000) * 1000 : undefined,
    shown === undefined ? undefined : shown * 1000,
  ];
}

/** The choice below the picker. */
export function whichInput(
  { block, pickedMs, doubt, meantMs }: AskedTime,
  words: Words,
): InputBlock {
  const { which } = words.form;
  const options = doubt.moments.map((moment, place) => ({
    value: String(moment.atMs),
    text: plain(optionText(doubt, moment, place, words)),
  }));
  const [made = doubt.wall] = doubt.moments.map(({ wall }) => wall);
  const isTwice = doubt.kind === 'twice';
  return {
    type: 'input',
    block_id: whichBlock(block, pickedMs),
    label: plain(isTwice ? which.twice(doubt.wall) : which.skipped(made)),
    hint: plain(isTwice ? which.twiceHint(doubt.wall) : which.skippedHint(doubt.wall, made)),
    // A person who learns that a time does not exist may choose another one instead of answering.
    optional: !isTwice,
    element: {
      type: 'radio_buttons',
      action_id: ACTION.value,
      options,
      ...given({ initial_option: options.find(({ value }) => value === String(meantMs)) }),
    },
  };
}

function optionText(
  { kind }: TimeDoubt,
  { wall, offset }: Moment,
  place: number,
  { form: { which } }: Words,
): string {
  if (kind === 'skipped') return which.yes(wall, offset);
  return (place === 0 ? which.first : which.second)(wall, offset);
}
