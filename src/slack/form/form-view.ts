import type { KnownBlock, ModalView } from '@slack/types';
import type { FreezeWindow } from '#src/approval/policy/freeze.ts';
import type { Draft } from '#src/ports/draft.ts';
import type { PassedStart } from '#src/relay/revert.ts';
import { competingNotice } from '#src/slack/card/card-notices.ts';
import { actions, button, context, mrkdwn, plain, section } from '#src/slack/kit/blocks.ts';
import { freezeSentence } from '#src/slack/kit/freeze-sentence.ts';
import { ACTION, BLOCK, CALLBACK, marked } from '#src/slack/kit/ids.ts';
import { nameOptions, projectSelect, reasonInput, selectElement } from '#src/slack/kit/inputs.ts';
import { escaped, moment, nameOf } from '#src/slack/kit/text.ts';
import { fixedFacts } from '#src/slack/task/fixed-facts.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type AskedTime, whichInput } from './asked-times.ts';
import {
  applyAtInput,
  breakGlassInput,
  calledInput,
  FIELD_INPUTS,
  fileInput,
  thenBackInput,
} from './form-inputs.ts';
import { askedFields, type Complete } from './shown-fields.ts';
import type { ListInForm } from './start-file.ts';

/** The modals of the form. A modal's title takes 24 characters. */

/** Asks for the project, if there are several, and the task. Choosing the task opens the form. */
export function chooseModal(
  input: {
    readonly draftId: string;
    readonly projects: readonly string[];
    readonly project?: string | undefined;
    readonly notice?: string | undefined;
  },
  words: Words,
): ModalView {
  const { draftId, projects, project, notice } = input;
  const { modal, choose } = words;
  return {
    type: 'modal',
    callback_id: CALLBACK.choose,
    private_metadata: draftId,
    title: plain(modal.title),
    close: plain(modal.cancel),
    blocks: [
      ...(notice ? [section(notice)] : []),
      ...projectSelect(projects, project, ACTION.projectChoice, words),
      {
        type: 'section',
        // While the id stays the same, Slack may show its previous list.
        block_id: project === undefined ? BLOCK.task : `${BLOCK.task} ${project}`,
        text: mrkdwn(choose.task),
        accessory: {
          type: 'external_select',
          action_id: ACTION.taskChoice,
          placeholder: plain(choose.taskHint),
          min_query_length: 0,
        },
      },
    ],
  };
}

/** The form, filled with what the task holds now. */
export function modifyForm(
  input: {
    readonly draftId: string;
    readonly draft: Complete;
    /** The list and the start file as typed; undefined while nothing is. */
    readonly list?: ListInForm | undefined;
    /** Ambiguous times to ask about. */
    readonly asked?: readonly AskedTime[] | undefined;
    readonly nowMs: number;
    /** Freezes that hold now or begin soon: the requester should know. */
    readonly freezes: readonly FreezeWindow[];
    /** Other open requests for the same task. */
    readonly competing: readonly string[];
    /** Requests that are built on the one that is edited. */
    readonly followedBy?: readonly { readonly id: string }[] | undefined;
    /** Whether this person may run it without approval. */
    readonly mayBreakGlass: boolean;
    readonly isBreakGlass: boolean;
    /** Whether a playlist can be read from a file, which needs a scope of Slack. */
    readonly takesFiles?: boolean | undefined;
    /** Names of the presets that may fill the form. */
    readonly presets?: readonly string[] | undefined;
    /** The effects and resulting questions, above the fields, where they are seen without scrolling. */
    readonly effects: readonly KnownBlock[];
  },
  words: Words,
): ModalView {
  const { draftId, draft, nowMs, freezes, competing, mayBreakGlass } = input;
  const { isBreakGlass, effects, takesFiles = false, asked = [], presets = [] } = input;
  const { followedBy = [] } = input;
  const { modal, form, buttons } = words;
  const { base } = draft;
  const takesWayBack = draft.hasParted !== true;
  return {
    type: 'modal',
    callback_id: CALLBACK.form,
    private_metadata: draftId,
    title: plain(draft.purpose ? modal.titles[draft.purpose] : modal.title),
    submit: plain(modal.ask),
    close: plain(modal.cancel),
    blocks: [
      section(aboutSentence(draft, nowMs, words)),
      context(form.fixed(fixedFacts(base, words))),
      ...purposeNotice(draft, words),
      ...(followedBy.length > 0 ? [section(form.followedBy(followedBy.map(({ id }) => id)))] : []),
      ...freezes.slice(0, 5).map((freeze) => section(freezeSentence(freeze, nowMs, words))),
      ...competingNotice(competing, words),
      { ...actions([button(ACTION.preview, buttons.preview)]), block_id: BLOCK.effects },
      ...effects,
      ...presetSelect(presets, draft, words),
      ...fieldInputs({ ...draft, list: input.list }, takesFiles, asked, words),
      applyAtInput(draft.applyAtMs, words),
      ...whichInputs(asked, 'apply_at', words),
      ...(takesWayBack ? [thenBackInput(draft.thenBackMs, words)] : []),
      ...whichInputs(asked, 'then_back', words),
      ...(mayBreakGlass ? [breakGlassInput(isBreakGlass, words)] : []),
      reasonInput(draft.reason, words),
      // A pause and a resume are asked for in a hurry.
      ...(draft.purpose === undefined ? [calledInput(draft.called, words)] : []),
    ],
  };
}

/** Which task it is, and as of when its values are. */
function aboutSentence(
  { base, project, follows }: Complete,
  nowMs: number,
  { form }: Words,
): string {
  return follows
    ? form.aboutAfter(nameOf(base), escaped(project), follows.id)
    : form.about(nameOf(base), escaped(project), moment(nowMs));
}

/** Fills the form from a preset. A form with a purpose asks only what that needs. */
function presetSelect(
  names: readonly string[],
  { purpose, filled }: Draft,
  { buttons }: Words,
): KnownBlock[] {
  if (names.length === 0 || purpose !== undefined) return [];
  const { presetChoice } = ACTION;
  const element = selectElement(nameOptions(names), undefined, buttons.fillPreset, presetChoice);
  return [{ ...actions([element]), block_id: marked('preset', filled?.count) }];
}

function fieldInputs(
  filled: Complete & { readonly list: ListInForm | undefined },
  takesFiles: boolean,
  asked: readonly AskedTime[],
  words: Words,
): KnownBlock[] {
  return askedFields(filled).flatMap((field): KnownBlock[] => {
    const inputs = [FIELD_INPUTS[field](filled, words)].flat();
    if (field !== 'source_urls') return [...inputs, ...whichInputs(asked, field, words)];
    const more = button(ACTION.moreUrls, words.buttons.moreUrls);
    const file = takesFiles ? [fileInput(filled.filesRead, words)] : [];
    return [...inputs, { ...actions([more]), block_id: BLOCK.urlTools }, ...file];
  });
}

function whichInputs(asked: readonly AskedTime[], block: string, words: Words): KnownBlock[] {
  return asked.filter((each) => each.block === block).map((each) => whichInput(each, words));
}

function purposeNotice(
  { edits, reverts, repeats, passedTimes, purpose, follows, notAskable = [], passedStart }: Draft,
  { form }: Words,
): KnownBlock[] {
  if (purpose) return [section(form.purposes[purpose]), context(form.anythingElse)];
  const after = follows
    ? [section(form.follows(follows.id, moment(follows.atMs), moment(follows.fromMs)))]
    : [];
  if (edits) return [section(form.edits(edits)), ...after];
  if (follows) return after;
  if (repeats) return [section(form.repeats(repeats)), ...passedNotices(passedTimes ?? {}, form)];
  if (!reverts) return [];
  const left = notAskable.map((field) => `\`${field}\``);
  return [
    section(form.reverts(reverts)),
    ...(left.length > 0 ? [section(form.revertsNot(left))] : []),
    ...(passedStart ? [section(passedStartNotice(passedStart, form))] : []),
  ];
}

/** Times that the form no longer holds, with what happens without others. */
function passedNotices(
  { applyAtMs, thenBackMs }: NonNullable<Draft['passedTimes']>,
  form: Words['form'],
): KnownBlock[] {
  return [
    ...(applyAtMs === undefined ? [] : [section(form.timePassed(moment(applyAtMs)))]),
    ...(thenBackMs === undefined ? [] : [section(form.backPassed(moment(thenBackMs)))]),
  ];
}

function passedStartNotice({ wasMs, insteadMs }: PassedStart, form: Words['form']): string {
  const was = moment(wasMs);
  return insteadMs === undefined
    ? form.startHasPassed(was)
    : form.startsSoonInstead(was, moment(insteadMs));
}
