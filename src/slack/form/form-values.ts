import { z } from 'zod';
import { type Change, changeFrom } from '#src/relay/change.ts';
import {
  CALLBACK_EVENTS,
  MODIFIABLE_FIELDS,
  type ModifiableField,
  type ModifiableFields,
} from '#src/relay/relay-task.ts';
import type { Problem } from '#src/relay/rules.ts';
import { wireTime } from '#src/relay/time.ts';
import { ACTION, BLOCK, urlBlock } from '#src/slack/kit/ids.ts';
import { type Filled, isUntouched, typedLines } from './shown-fields.ts';
import { filledList, isStartFileBlock, type ListInForm, startFileTyped } from './start-file.ts';

/** One element of a submitted view; Slack fills the key that fits the element. */
const elementSchema = z.looseObject({
  value: z.string().nullish(),
  selected_option: z
    .looseObject({ value: z.string(), text: z.looseObject({ text: z.string() }).optional() })
    .nullish(),
  selected_options: z.array(z.looseObject({ value: z.string() })).nullish(),
  selected_date_time: z.number().nullish(),
});

export type FormState = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface FormValues {
  /** The fields that the form had inputs for. */
  readonly asked: ReadonlySet<ModifiableField>;
  readonly wanted: ModifiableFields;
  readonly reason: string;
  readonly applyAtMs: number | undefined;
  /** It is to run at once and without approval. */
  readonly isBreakGlass: boolean;
  /** The name of the task, typed to confirm; undefined where it was not asked for. */
  readonly confirmed: string | undefined;
  /** For each source URL in order, the box it was typed in. */
  readonly urlBoxOf: readonly number[];
  /** The block of the start file, whose id depends on the list. */
  readonly startFileBlock: string;
  /** The list and the start file as they stand in the form. */
  readonly list: ListInForm;
  /** What cannot be made out of what was typed. */
  readonly problems: readonly Problem[];
}

/** What was typed into the form of a draft, under the API's names. What was left empty is left out. */
export function formValues(state: FormState, filled: Filled): FormValues {
  const element = (block: string) => elementSchema.parse(state[block]?.[ACTION.value] ?? {});
  const typed = (block: string) => element(block).value?.trim() ?? '';
  const chosen = (block: string) => element(block).selected_option?.value;
  const urls = typedUrls(typed, Object.keys(state).filter(isUrlBlock).length);
  const times = (block: string) => {
    const seconds = element(block).selected_date_time;
    return typeof seconds === 'number' ? wireTime(seconds * 1000) : undefined;
  };
  const number = (block: string) => (typed(block) === '' ? undefined : Number(typed(block)));
  const list = isListInForm(state) ? urls.map(({ url }) => url) : filledList(filled).urls;
  const startFileBlock = Object.keys(state).find(isStartFileBlock);
  const startFile = startFileTyped(element(startFileBlock ?? ''), list, filled);
  const ticked = element('callback_events').selected_options?.map(({ value }) => value) ?? [];
  // Every field has its entry: a new one without does not compile.
  const wanted: { readonly [Field in ModifiableField]: ModifiableFields[Field] } = {
    status: chosen('status'),
    source_urls: urls.map(({ url }) => url),
    vod_refresh_type: chosen('vod_refresh_type'),
    vod_loop_time: typed('vod_loop_time'),
    vod_start_video_index: startFile.index,
    vod_start_video_time: number('vod_start_video_time'),
    start_time: times('start_time'),
    end_time: times('end_time'),
    callback_events: CALLBACK_EVENTS.filter((event) => ticked.includes(event)),
  };
  const asked = new Set(
    MODIFIABLE_FIELDS.filter((field) =>
      field === 'vod_start_video_index' ? startFileBlock : state[field],
    ),
  );
  return {
    asked,
    wanted: Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)),
    reason: typed(BLOCK.reason),
    applyAtMs: appliesAt(element(BLOCK.applyAt).selected_date_time),
    isBreakGlass: (element(BLOCK.breakGlass).selected_options ?? []).length > 0,
    confirmed: state[BLOCK.confirm] === undefined ? undefined : typed(BLOCK.confirm),
    urlBoxOf: urls.map(({ box }) => box),
    startFileBlock: startFileBlock ?? 'vod_start_video_index',
    list: { urls: list, index: startFile.index },
    problems: startFile.problem ? [startFile.problem] : [],
  };
}

/**
 * The change that a form asks for. What nobody touched in the form, and what it has no input for, is not asked
 * about, in whatever form the task holds it; what the form was filled with beforehand counts as it was asked for.
 */
export function changeTyped({ asked, wanted }: FormValues, filled: Filled): Change {
  const { base, prefill } = filled;
  const values = MODIFIABLE_FIELDS.map((field) => {
    const isTyped = asked.has(field) && !isUntouched(field, wanted[field], filled);
    return [field, isTyped ? wanted[field] : prefill?.[field]] as const;
  });
  return changeFrom(base, Object.fromEntries(values));
}

function appliesAt(seconds: number | null | undefined): number | undefined {
  return typeof seconds === 'number' ? seconds * 1000 : undefined;
}

function isListInForm(state: FormState): boolean {
  return state['source_urls'] !== undefined;
}

function isUrlBlock(block: string): boolean {
  return /^source_urls(_\d+)?$/.test(block);
}

function typedUrls(typed: (block: string) => string, boxes: number) {
  return Array.from({ length: boxes }, (_box, box) =>
    typedLines(typed(urlBlock(box))).map((url) => ({ url, box })),
  ).flat();
}
