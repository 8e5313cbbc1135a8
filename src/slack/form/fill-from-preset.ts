import type { KnownBlock } from '@slack/types';
import type { ListedPreset } from '#src/approval/submit/presets.ts';
import { changedFields } from '#src/relay/change.ts';
import { sameValue } from '#src/relay/field.ts';
import type { Preset } from '#src/relay/preset.ts';
import type { ModifiableField, ModifiableFields } from '#src/relay/relay-task.ts';
import { paragraph, preformatted, richText, section, span } from '#src/slack/kit/blocks.ts';
import { spokenSpans } from '#src/slack/kit/field-value.ts';
import { problemMarkup } from '#src/slack/kit/sentences.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { escapedWithin, plainParts } from '#src/slack/kit/text.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { changeTyped, type FormValues } from './form-values.ts';
import { asTyped, form, ofDraft, type OpenForm, type RenderDraftDeps } from './render-draft.ts';
import type { Complete } from './shown-fields.ts';
import { urlBoxesFor } from './url-boxes.ts';

/** Characters of one preformatted block. */
const PIECE_MAX = 2_800;

/**
 * The form with the fields of a preset filled in and everything else as typed. What was typed into those fields before
 * is shown above them, so that nothing is lost in silence. A preset that is gone or forbidden fills in nothing.
 */
export function fillFromPreset(
  deps: RenderDraftDeps,
  open: OpenForm,
  name: string,
  words: Words,
): Promise<View> {
  return ofDraft(open, words, async (draft, values) => {
    const project = deps.projects.get(draft.project);
    const listed = project ? await deps.presets.of(project) : [];
    const preset = listed.find((each) => !each.isHidden && each.name === name);
    const why = whyNotFilled(preset, name, words);
    if (preset === undefined || why !== undefined) {
      const emptied = { ...draft, filled: nextFilled(draft, {}) };
      await deps.drafts.save(open.draftId, emptied);
      return form(deps, open.draftId, emptied, words, { values, notice: why });
    }
    const filled = filledDraft(draft, values, preset);
    await deps.drafts.save(open.draftId, filled);
    const notice = filledNotice(draft, values, preset, words);
    const shown = withPreset(values, preset.change);
    return form(deps, open.draftId, filled, words, { values: shown, notice });
  });
}

function whyNotFilled(
  preset: ListedPreset | undefined,
  name: string,
  words: Words,
): KnownBlock[] | undefined {
  const { presets } = words.form;
  const named = escapedWithin(name, 60);
  if (!preset) return [section(presets.gone(named))];
  const problems = preset.problems.map((problem) => problemMarkup(problem, words));
  return problems.length > 0 ? [section(presets.forbidden(named, problems))] : undefined;
}

function filledDraft(draft: Complete, values: FormValues, { change }: Preset): Complete {
  const { base, urlBoxes, filesRead = 0 } = draft;
  const typed = asTyped(draft, values);
  return {
    ...typed,
    prefill: { ...typed.prefill, ...change },
    urlBoxes: Math.max(urlBoxes, urlBoxesFor({ ...base, ...change })),
    filesRead: change.source_urls ? filesRead + 1 : filesRead,
    filled: nextFilled(draft, change),
  };
}

function nextFilled({ filled }: Complete, change: ModifiableFields): Complete['filled'] {
  const count = (filled?.count ?? 0) + 1;
  const fields = changedFields(change).map((field) => [field, count] as const);
  return { count, fields: { ...filled?.fields, ...Object.fromEntries(fields) } };
}

/** What the form holds once it is filled in. */
function withPreset(values: FormValues, change: ModifiableFields): FormValues {
  const { list, wanted } = values;
  return {
    ...values,
    wanted: { ...wanted, ...change },
    list: {
      urls: change.source_urls ?? list.urls,
      index: change.vod_start_video_index ?? list.index,
    },
  };
}

/** What was filled in, and what was typed there before. */
function filledNotice(
  draft: Complete,
  values: FormValues,
  { name, change }: Preset,
  words: Words,
): KnownBlock[] {
  const { presets } = words.form;
  const fields = changedFields(change);
  const names = fields.map((field) => words.fieldNames[field]);
  const typed = changeTyped(values, draft);
  const replaced = fields.filter(
    (field) => typed[field] !== undefined && !sameValue(field, typed[field], change[field]),
  );
  const dropped = change.source_urls && values.file;
  return [
    section(presets.filled(escapedWithin(name, 60), names)),
    ...(dropped ? [section(presets.fileDropped(escapedWithin(dropped.name, 150)))] : []),
    ...(replaced.length > 0 ? [section(presets.replaced)] : []),
    ...replaced.flatMap((field) => typedBefore(field, typed, words)),
  ];
}

/** In full, so that it can be copied: it is shown only to the person who typed it. */
function typedBefore(field: ModifiableField, typed: ModifiableFields, words: Words): KnownBlock[] {
  const title = span(words.fieldNames[field], { bold: true });
  if (field !== 'source_urls') {
    const value = spokenSpans(field, typed[field], words);
    return [richText(paragraph(title, span(': '), ...value))];
  }
  const lines = (typed.source_urls ?? []).flatMap((url) => plainParts(visible(url), PIECE_MAX));
  const [first = '', ...rest] = packed(lines, PIECE_MAX);
  return [
    richText(paragraph(title), preformatted(first)),
    ...rest.map((piece) => richText(preformatted(piece))),
  ];
}
