import { z } from 'zod';
import { type Change, changeFrom } from '#src/relay/change.ts';
import {
  CALLBACK_EVENTS,
  MODIFIABLE_FIELDS,
  type ModifiableField,
  type ModifiableFields,
} from '#src/relay/relay-task.ts';
import { wireTime } from '#src/relay/time.ts';
import { ACTION, BLOCK, TIME_BLOCKS, type TimeBlock, whichBlock } from '#src/slack/kit/ids.ts';
import { type Filled, isUntouched, typedLines } from './shown-fields.ts';
import { filledList, startFileTyped } from './start-file.ts';

/** What we need of Slack's description of an attached file. */
const fileSchema = z.looseObject({
  name: z.string().nullish(),
  url_private: z.string().nullish(),
});

const optionSchema = z.looseObject({
  value: z.string(),
  text: z.looseObject({ text: z.string() }).optional(),
});

/** One element of a submitted view; Slack sets the key that fits its type. */
const elementSchema = z.looseObject({
  value: z.string().nullish(),
  selected_option: optionSchema.nullish(),
  selected_options: z.array(optionSchema).nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_date_time: z.number().nullish(),
  files: z.array(fileSchema).nullish(),
});

export interface PickedTime {
  readonly block: TimeBlock;
  readonly pickedMs: number;
  /** The block that asks which moment is meant, if the form has one. */
  readonly which: string | undefined;
  /** What was chosen there. */
  readonly meantMs: number | undefined;
}

export interface AttachedFile {
  readonly name: string;
  /** Its URL at Slack; empty if Slack does not give one. */
  readonly url: string;
  /** The block that it was attached in. */
  readonly block: string;
}

export type FormState = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export type FormValues = ReturnType<typeof formValues>;

/**
 * What was typed into the form of a draft, under the API's names; empty inputs are left out. `fromFile`: the playlist
 * of a file, which replaces the contents of the boxes.
 */
export function formValues(state: FormState, filled: Filled, fromFile?: readonly string[]) {
  const element = (block: string) => elementIn(state, block);
  const typed = (block: string) => element(block).value?.trim() ?? '';
  const blockOf = blocksOf(state);
  const of = (field: ModifiableField) => blockOf.get(field) ?? field;
  const chosen = (field: ModifiableField) => element(of(field)).selected_option?.value;
  const urls = typedUrls(state, typed);
  const picked = pickedTimes(state, TIME_BLOCKS);
  const momentIn = (block: TimeBlock) => {
    const time = picked.find((each) => each.block === block);
    return time && (time.meantMs ?? time.pickedMs);
  };
  const times = (block: TimeBlock) => {
    const atMs = momentIn(block);
    return atMs === undefined ? undefined : wireTime(atMs);
  };
  const seconds = typed(of('vod_start_video_time'));
  const typedList = fromFile ?? urls.map(({ url }) => url);
  const list = Object.keys(state).some(isUrlBlock) ? typedList : filledList(filled).urls;
  const startFile = startFileTyped(element(of('vod_start_video_index')), list, filled);
  const ticked = element(of('callback_events')).selected_options?.map(({ value }) => value) ?? [];
  // A new field without an entry does not compile.
  const wanted: { readonly [Field in ModifiableField]: ModifiableFields[Field] } = {
    status: chosen('status'),
    source_urls: typedList,
    vod_refresh_type: chosen('vod_refresh_type'),
    vod_loop_time: typed(of('vod_loop_time')),
    vod_start_video_index: startFile.index,
    vod_start_video_time: seconds === '' ? undefined : Number(seconds),
    start_time: times('start_time'),
    end_time: times('end_time'),
    callback_events: CALLBACK_EVENTS.filter((event) => ticked.includes(event)),
  };
  const typedFields: ModifiableFields = Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== undefined),
  );
  return {
    /** The fields that the form had inputs for, each with the id of its (first) block. */
    blockOf,
    wanted: typedFields,
    reason: typed(BLOCK.reason),
    /** User ids of those who are to be called beside those whom the configuration names. */
    called: element(BLOCK.called).selected_users ?? [],
    applyAtMs: momentIn('apply_at'),
    /** When to set the task back. */
    thenBackMs: momentIn('then_back'),
    picked,
    isBreakGlass: (element(BLOCK.breakGlass).selected_options ?? []).length > 0,
    /** The name of the task, typed to confirm; undefined if it was not asked for. */
    confirmed: state[BLOCK.confirm] === undefined ? undefined : typed(BLOCK.confirm),
    /** For each source URL, in order, the block it was typed in. */
    urlBlockOf: urls.map(({ block }) => block),
    list: { urls: list, index: startFile.index },
    /** The file to read the playlist from. */
    file: attachedFile(state, (block) => element(block).files?.[0]),
    /** Values that cannot be understood. */
    problems: startFile.problem ? [startFile.problem] : [],
  };
}

/** What was typed or chosen in a block; empty if the form has none. Throws for anything that Slack does not send. */
export function elementIn(state: FormState, block: string, action: string = ACTION.value) {
  return elementSchema.parse(state[block]?.[action] ?? {});
}

/** Whether a time is picked in a block. */
export function hasTime(state: FormState, block: TimeBlock): boolean {
  return typeof elementIn(state, block).selected_date_time === 'number';
}

/**
 * The change that a form asks for. Inputs that were not changed, and fields without an input, are not part of it,
 * however the task holds them, unless the form was prefilled with them.
 */
export function changeTyped({ blockOf, wanted }: FormValues, filled: Filled): Change {
  const { base, prefill } = filled;
  const values = MODIFIABLE_FIELDS.map((field) => {
    const isTyped = blockOf.has(field) && !isUntouched(field, wanted[field], filled);
    return [field, isTyped ? wanted[field] : prefill?.[field]] as const;
  });
  return changeFrom(base, Object.fromEntries(values));
}

/** The times in these blocks. `action`: where choosing one does something at once. */
export function pickedTimes(
  state: FormState,
  blocks: readonly TimeBlock[],
  action?: string,
): PickedTime[] {
  return blocks.flatMap((block) => {
    const seconds = elementIn(state, block, action).selected_date_time;
    if (typeof seconds !== 'number') return [];
    const pickedMs = seconds * 1000;
    const which = whichBlock(block, pickedMs);
    const meant = elementIn(state, which).selected_option?.value;
    return [
      {
        block,
        pickedMs,
        which: state[which] === undefined ? undefined : which,
        meantMs: meant === undefined ? undefined : Number(meant),
      },
    ];
  });
}

/** Finds the blocks of fields, with or without a mark in the id. */
function blocksOf(state: FormState): ReadonlyMap<ModifiableField, string> {
  const blocks = Object.keys(state);
  return new Map(
    MODIFIABLE_FIELDS.flatMap((field) => {
      const own = blocks.find((block) => block === field || block.startsWith(`${field} `));
      return own === undefined ? [] : [[field, own] as const];
    }),
  );
}

function isUrlBlock(block: string): boolean {
  return /^source_urls(?:_\d+)?(?: \d+)?$/.test(block);
}

/** In the order of the boxes. */
function typedUrls(state: FormState, typed: (block: string) => string) {
  return Object.keys(state)
    .filter(isUrlBlock)
    .toSorted((one, other) => boxOf(one) - boxOf(other))
    .flatMap((block) => typedLines(typed(block)).map((url) => ({ url, block })));
}

/** `source_urls_2 1` is the second box. */
function boxOf(block: string): number {
  return Number(/_(\d+)(?: \d+)?$/.exec(block)?.[1] ?? 1);
}

function attachedFile(
  state: FormState,
  fileIn: (block: string) => z.infer<typeof fileSchema> | undefined,
): AttachedFile | undefined {
  const block = Object.keys(state).find((each) => /^source_file(?: \d+)?$/.test(each));
  const file = block === undefined ? undefined : fileIn(block);
  if (block === undefined || !file) return undefined;
  return { name: file.name ?? '', url: file.url_private ?? '', block };
}
