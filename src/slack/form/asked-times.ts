import type { InputBlock } from '@slack/types';
import type { Draft } from '#src/ports/draft.ts';
import { momentOf } from '#src/relay/field.ts';
import { type TimeDoubt, timeDoubt } from '#src/relay/time-doubt.ts';
import { type TimeBlock, whichBlock } from '#src/slack/kit/ids.ts';
import { input, option, radioElement } from '#src/slack/kit/inputs.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { FormValues, PickedTime } from './form-values.ts';
import { type Filled, pickedMsOf } from './shown-fields.ts';

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
  return picked
    .filter(({ block, pickedMs }) => !heldIn(draft, block).includes(pickedMs))
    .flatMap((time) => askedTime(time, timeZone) ?? []);
}

/** A picked time with what is ambiguous about it; undefined for nearly all of them. */
export function askedTime(
  { block, pickedMs, meantMs }: PickedTime,
  timeZone: string,
): AskedTime | undefined {
  const doubt = timeDoubt(pickedMs, timeZone);
  return doubt && { block, pickedMs, doubt, meantMs };
}

/** An error under each question about a time that was asked and not answered. */
export function unansweredErrors(
  times: readonly PickedTime[],
  { form }: Words,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    times.flatMap(({ which, meantMs }) =>
      which === undefined || meantMs !== undefined ? [] : [[which, form.which.missing]],
    ),
  );
}

function heldIn(draft: Draft & Filled, block: TimeBlock): (number | undefined)[] {
  if (block === 'apply_at') return [draft.applyAtMs];
  if (block === 'then_back') return [draft.thenBackMs];
  const [held, shown] = [momentOf(draft.base, block), pickedMsOf(draft, block)];
  return [typeof held === 'number' ? Math.floor(held / 1000) * 1000 : undefined, shown];
}

/** The choice below the picker. */
export function whichInput(
  { block, pickedMs, doubt, meantMs }: AskedTime,
  words: Words,
): InputBlock {
  const { which } = words.form;
  const isTwice = doubt.kind === 'twice';
  const options = doubt.moments.map(({ atMs, wall, offset }, place) => {
    const ofTwo = place === 0 ? which.first : which.second;
    return option(String(atMs), (isTwice ? ofTwo : which.yes)(wall, offset));
  });
  const [made = doubt.wall] = doubt.moments.map(({ wall }) => wall);
  const said = isTwice
    ? { label: which.twice(doubt.wall), hint: which.twiceHint(doubt.wall) }
    : { label: which.skipped(made), hint: which.skippedHint(doubt.wall, made) };
  const chosen = options.find(({ value }) => value === String(meantMs));
  // A person who learns that a time does not exist may choose another one instead of answering.
  return input(whichBlock(block, pickedMs), said, radioElement(options, chosen), !isTwice);
}
