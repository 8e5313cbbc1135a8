import type { ViewOutput } from '@slack/bolt';
import type { ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import { BATCH_DEFAULTS } from '#src/approval/record/part.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { whyNotSavable } from '#src/approval/submit/presets.ts';
import { PRESET_NAME_MAX, presetChangeOf } from '#src/relay/preset.ts';
import { settingBlocks } from '#src/slack/card/diff-blocks.ts';
import { context, plain, section } from '#src/slack/kit/blocks.ts';
import { BLOCK, CALLBACK } from '#src/slack/kit/ids.ts';
import { input, onFailureIn, onFailureInput, textElement, typedIn } from '#src/slack/kit/inputs.ts';
import { escapedWithin, withoutMarkup } from '#src/slack/kit/text.ts';
import {
  answerSubmission,
  errorsAnswer,
  type ModalAnswer,
  noticeModal,
  refusedModal,
  viewAnswer,
} from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { PersonalWords } from '#src/slack/people/personal-words.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { SubmissionArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type PresetDeps, presetRefusalSentence } from './handle-presets.ts';

const NOT_FOUND: Refusal = { reason: 'not_found' };

type SaveDeps = PresetDeps & { readonly approval: Pick<ApprovalService, 'load'> };

/** Asks an approver for the name under which the change of an applied request is saved. */
export async function savePresetView(
  { projects, presets, approval }: SaveDeps,
  id: string,
  person: Person,
  words: Words,
): Promise<View> {
  const request = await approval.load(id);
  const project = request && projects.get(request.project);
  if (!project) return refusedModal(NOT_FOUND, words);
  const refusal = (await presets.whyNot(project, person)) ?? whyNotSavable(request, project);
  if (refusal) return noticeModal(`🔒 ${presetRefusalSentence(refusal, words)}`, words);
  const { modal, presets: said } = words;
  return {
    type: 'modal',
    callback_id: CALLBACK.savePreset,
    private_metadata: id,
    title: plain(modal.savePreset),
    submit: plain(modal.save),
    close: plain(modal.cancel),
    blocks: [
      section(said.asks(id)),
      ...settingBlocks(presetChangeOf(request.change), words),
      ...(hasTimes(request) ? [context(said.withoutTimes)] : []),
      input(
        BLOCK.presetName,
        { label: said.name, hint: said.nameHint },
        textElement(PRESET_NAME_MAX),
      ),
      onFailureInput((project.batches ?? BATCH_DEFAULTS).onFailure, words),
    ],
  };
}

function hasTimes({ change }: ChangeRequest): boolean {
  return change.start_time !== undefined || change.end_time !== undefined;
}

/** Saves it under the name that was typed; a name that cannot be used keeps the modal open. */
export function handleSavePreset(deps: SaveDeps & { readonly words: PersonalWords }) {
  return async ({ ack, view, body }: SubmissionArgs): Promise<void> => {
    const person = personOf(body);
    const words = await deps.words.soon(person.userId);
    const failed = { [BLOCK.presetName]: words.notices.notSaved };
    await answerSubmission(ack, failed, saved(deps, view, person, words));
  };
}

async function saved(
  deps: SaveDeps,
  { private_metadata: id, state: { values } }: ViewOutput,
  person: Person,
  words: Words,
): Promise<ModalAnswer> {
  const name = typedIn(values, BLOCK.presetName).toLowerCase();
  const request = await deps.approval.load(id);
  const project = request && deps.projects.get(request.project);
  if (!project) return viewAnswer(refusedModal(NOT_FOUND, words));
  const onFailure = onFailureIn(values);
  const result = await deps.presets.save(project, { name, request, person, onFailure });
  if (!result.ok) {
    const said = presetRefusalSentence(result.refusal, words);
    return errorsAnswer({ [BLOCK.presetName]: withoutMarkup(said, project.timeZone) });
  }
  const done = words.presets.done(escapedWithin(name, 60));
  return viewAnswer(noticeModal(done, words, { title: words.modal.done.presetSaved }));
}
