import { z } from 'zod';
import { AT_ONCE_MAX, BATCH_DEFAULTS } from '#src/approval/record/part.ts';
import { given } from '#src/basics/given.ts';
import type { Change } from '#src/relay/change.ts';
import { SOURCE_URLS_MAX } from '#src/relay/field.ts';
import {
  isPresetName,
  ON_FAILURE,
  type Preset,
  PRESET_NAME_MAX,
  type PresetField,
  presetProblems,
} from '#src/relay/preset.ts';
import { CALLBACK_EVENTS, REFRESH_TYPES, STATUSES } from '#src/relay/relay-task.ts';
import type { Problem } from '#src/relay/rules.ts';
import type { SourcePolicy } from '#src/relay/source-url.ts';

/** The part of `relaydesk.yml` that names sets of changes. */

const onFailure = z.enum(ON_FAILURE);

/** How the tasks of one request run. */
export const batchesSchema = z.strictObject({
  at_once: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(AT_ONCE_MAX, `must be at most ${AT_ONCE_MAX}`)
    .default(BATCH_DEFAULTS.atOnce)
    .describe('How many tasks of one request run at a time'),
  on_failure: onFailure
    .default(BATCH_DEFAULTS.onFailure)
    .describe(
      'When one is not applied: go_on with the others, or stop and ask about the rest; a preset or the form may say otherwise',
    ),
});

const change = z
  .strictObject({
    status: z.enum(STATUSES).optional().describe('enable or pause'),
    source_urls: z
      .array(z.string())
      .min(1, 'needs at least one URL')
      .max(SOURCE_URLS_MAX, `takes at most ${SOURCE_URLS_MAX} URLs`)
      .optional()
      .describe('The playlist, in order'),
    vod_refresh_type: z.enum(REFRESH_TYPES).optional().describe('When the new list is played'),
    vod_loop_time: z
      .union([z.int().min(-1), z.string().regex(/^-?\d{1,9}$/, 'must be -1 or a count of rounds')])
      .optional()
      .describe('Rounds of the playlist; -1: until the end of the task'),
    vod_start_video_index: z
      .int()
      .min(0)
      .optional()
      .describe('The file it starts with, counted from 0'),
    vod_start_video_time: z.int().min(0).optional().describe('Seconds into that file'),
    callback_events: z
      .array(z.enum(CALLBACK_EVENTS))
      .min(1)
      .optional()
      .describe('Events that the task reports'),
    on_failure: onFailure
      .optional()
      .describe('For several tasks at once; left out: as batches of the project says'),
  } satisfies Record<PresetField | 'on_failure', z.ZodType>)
  .refine(
    (fields) =>
      Object.entries(fields).some(([name, value]) => name !== 'on_failure' && value !== undefined),
    {
      message: 'changes nothing; name at least one field',
    },
  )
  .meta({ minProperties: 1 })
  // The API writes rounds as text; people write a number.
  .transform(({ vod_loop_time: rounds, on_failure, ...fields }) => ({
    change: given({
      ...fields,
      vod_loop_time: rounds === undefined ? undefined : String(rounds),
    }) satisfies Preset['change'],
    onFailure: on_failure,
  }));

/** How many presets of one project the file may hold, so that a select can offer them all. */
const PRESETS_MAX = 50;

export const presetsSchema = z
  .record(
    z
      .string()
      .refine(
        isPresetName,
        `must be at most ${PRESET_NAME_MAX} lower case letters, digits, - and _, and neither rename nor remove`,
      ),
    change,
  )
  .refine((presets) => Object.keys(presets).length <= PRESETS_MAX, {
    message: `holds more than ${PRESETS_MAX} presets`,
  })
  .meta({ maxProperties: PRESETS_MAX });

/** What is wrong with the presets of a project, by where it stands below `presets`. */
export function problemsOfPresets(
  presets: Readonly<Record<string, { readonly change?: Change | undefined }>>,
  sources: SourcePolicy,
): { readonly path: PropertyKey[]; readonly message: string }[] {
  // If it cannot be read, that is reported already.
  return Object.entries(presets).flatMap(([name, { change: set }]) =>
    (set ? presetProblems(set, sources) : []).map((problem) => ({
      path: [name, problem.field, ...('line' in problem ? [problem.line - 1] : [])],
      message: problemText(problem),
    })),
  );
}

function problemText(problem: Problem): string {
  switch (problem.code) {
    case 'url_malformed':
      return 'must be a whole URL such as https://host/path';
    case 'url_too_long':
      return `has more than ${problem.max} characters`;
    case 'url_scheme_not_allowed':
      return `must begin with ${problem.schemes.join(' or ')} (sources.schemes of the project)`;
    case 'url_host_not_allowed':
      return `${problem.host} is not among sources.hosts of the project`;
    case 'url_private_host':
      return `${problem.host} is not a public host`;
    case 'url_has_credentials':
      return 'must not contain a user or a password';
    case 'url_ends_in_mark':
      return `must not end with ${problem.mark} (write ${encodeURIComponent(problem.mark)} if that belongs to it)`;
    case 'index_past_list':
      return `counts from 0, and the last file of the list is ${problem.last}`;
    default:
      return `is not valid (${problem.code})`;
  }
}
