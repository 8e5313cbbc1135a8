import type { InputBlock } from '@slack/types';
import { given } from '#src/basics/given.ts';
import { sha256 } from '#src/basics/sha256.ts';
import { urlsOf } from '#src/relay/field.ts';
import { fileNames } from '#src/relay/file-name.ts';
import type { Problem } from '#src/relay/rules.ts';
import { plain } from '#src/slack/kit/blocks.ts';
import { ACTION } from '#src/slack/kit/ids.ts';
import { numberElement } from '#src/slack/kit/inputs.ts';
import { plainWithin } from '#src/slack/kit/text.ts';
import { type Filled, SHOWN, shownTask } from './shown-fields.ts';

/** The start file is chosen by name, from the list in the form when it was last rendered. */

const FIELD = 'vod_start_video_index';

/** Options of a select, and characters of one (Block Kit). */
const OPTIONS_MAX = 100;
const OPTION_MAX = 75;

/** The list and the start file in a form: as typed, or as it was filled. */
export interface ListInForm {
  readonly urls: readonly string[];
  /** The API's index, from 0; undefined if none is chosen. */
  readonly index: number | undefined;
}

/** The list and the start file that a form is filled with. */
export function filledList(filled: Filled): ListInForm {
  const urls = SHOWN.source_urls(filled) ?? urlsOf(shownTask(filled));
  return { urls, index: SHOWN.vod_start_video_index(filled) };
}

/** A select of the files, counted from 1; a number input if there are too many files or none. */
export function startFileElement({ urls, index }: ListInForm): InputBlock['element'] {
  if (urls.length === 0 || urls.length > OPTIONS_MAX) {
    return numberElement(index === undefined ? undefined : index + 1);
  }
  const nameOf = fileNames(urls);
  const options = urls.map((url, at) => ({
    value: `${at} ${markOf(url)}`,
    text: plain(plainWithin(`${at + 1} · ${nameOf(url)}`, OPTION_MAX)),
  }));
  const initial = index === undefined ? undefined : options[index];
  return {
    type: 'static_select',
    action_id: ACTION.value,
    options,
    ...given({ initial_option: initial }),
  };
}

/**
 * The block's id: that of the field, with a mark if the list differs from the task's or a preset has filled it, since
 * Slack keeps the choice while the id stays the same.
 */
export function startFileBlock({ urls }: ListInForm, { base, filled }: Filled): string {
  const mark = markOf(urls.join('\n'));
  const own = mark === markOf(urlsOf(base).join('\n')) ? FIELD : `${FIELD} ${mark}`;
  const by = filled?.fields[FIELD];
  return by === undefined ? own : `${own} ${by}`;
}

/** The value of a select or a number input, as Slack sends it. */
interface Chosen {
  readonly value?: string | null | undefined;
  readonly selected_option?:
    | { readonly value: string; readonly text?: { readonly text: string } | undefined }
    | null
    | undefined;
}

/**
 * The index in the list as typed now. A file that was chosen by name is found again at its new place; the number that
 * the form was filled with stays, whatever file it now is.
 */
export function startFileTyped(
  { value, selected_option: option }: Chosen,
  urls: readonly string[],
  filled: Filled,
): { readonly index?: number | undefined; readonly problem?: Problem | undefined } {
  if (!option) return value ? { index: Number(value) - 1 } : {};
  const [at = '', mark] = option.value.split(' ');
  const index = Number(at);
  if (index === SHOWN.vod_start_video_index(filled) || markOf(urls[index] ?? '') === mark) {
    return { index };
  }
  const places = urls.flatMap((url, place) => (markOf(url) === mark ? [place] : []));
  if (places.length === 1) return { index: places[0] };
  const chosen = option.text?.text ?? String(index + 1);
  return { problem: { field: FIELD, code: 'start_file_moved', chosen } };
}

/** Identifies a URL in an option, which has room for 150 characters. */
function markOf(text: string): string {
  return sha256(text).slice(0, 12);
}
