import type { KnownBlock, ModalView } from '@slack/types';
import { inRunningOrder } from '#src/approval/record/batch.ts';
import { type Batched, forecastFactsOf } from '#src/approval/record/findings.ts';
import { BATCH_DEFAULTS } from '#src/approval/record/part.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { BatchDraft, BatchDraftTask, Draft } from '#src/ports/draft.ts';
import { bySeverity } from '#src/relay/forecast/effect.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import { type ShownEffect, shownEffects } from '#src/relay/forecast/worse.ts';
import { buildPayload } from '#src/relay/payload.ts';
import { lostLines } from '#src/slack/card/batch-card.ts';
import { effectsInRows } from '#src/slack/card/batch-rows.ts';
import { batchSettings, settingsOf } from '#src/slack/card/batch-settings.ts';
import { leftBlocks } from '#src/slack/card/left-out.ts';
import { fieldsWords } from '#src/slack/card/request-summary.ts';
import { actions, button, context, plain, section } from '#src/slack/kit/blocks.ts';
import { ACTION, BLOCK, CALLBACK } from '#src/slack/kit/ids.ts';
import { input, reasonInput, textElement, onFailureInput } from '#src/slack/kit/inputs.ts';
import { sectionsOf } from '#src/slack/kit/message.ts';
import { escaped, escapedWithin, nameOf } from '#src/slack/kit/text.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import type { Words } from '#src/slack/words/index.ts';

/** One reason for all tasks; a row for each with what its viewers would lose. */
export async function batchForm(
  deps: { readonly approval: Pick<ApprovalService, 'findingsNow'>; readonly now: () => number },
  filled: {
    readonly draftId: string;
    readonly draft: Pick<Draft, 'pick' | 'reason'>;
    readonly batch: BatchDraft;
    readonly project: SlackProject;
    /** Why it was not submitted. */
    readonly notice?: string | undefined;
    /** Whether to ask once more, because nobody else will look at it. */
    readonly asksAgain?: boolean | undefined;
  },
  words: Words,
): Promise<ModalView> {
  const { draftId, batch, project, draft, notice, asksAgain = false } = filled;
  const { modal, batches } = words;
  const isOne = settingsOf(batch.tasks) !== undefined;
  const settings = project.batches ?? BATCH_DEFAULTS;
  const tasks = await Promise.all(
    batch.tasks.map(async (task) => {
      return { ...task, effects: await effectsOn(deps, project, { ...task, within: batch.tasks }) };
    }),
  );
  const inOrder = tasks.toSorted(inRunningOrder);
  const effectOf = effectsInRows(inOrder, words);
  const rows = inOrder.map((task) =>
    [
      `• *${nameOf(task.base)}*`,
      ...effectOf(task),
      ...(isOne ? [] : [fieldsWords(task, words)]),
      ...notSetBack(task, words),
    ].join(' · '),
  );
  return {
    type: 'modal',
    callback_id: CALLBACK.batch,
    private_metadata: draftId,
    title: plain(batches.form.title),
    submit: plain(modal.ask),
    close: plain(modal.cancel),
    blocks: [
      ...(notice === undefined ? [] : [section(notice)]),
      section(batches.form.about(whatOf(batch, words), batch.tasks.length, escaped(project.name))),
      section(lostLines(inOrder, words).join('\n')),
      ...leftBlocks(batch.left ?? [], words),
      ...(draft.pick ? [actions([button(ACTION.pickAgain, batches.pick.again)])] : []),
      ...batchSettings(batch.tasks, words),
      ...sectionsOf(rows),
      context(batches.form.order(settings.atOnce)),
      onFailureInput(batch.onFailure ?? settings.onFailure, words),
      reasonInput(draft.reason, words),
      ...(asksAgain ? confirmBlocks(batch.tasks.length, words) : []),
    ],
  };
}

/** Asks for the number of tasks, before they are changed without approval. */
function confirmBlocks(count: number, { batches }: Words): KnownBlock[] {
  const { why, label } = batches.form.confirm;
  return [section(why(count)), input(BLOCK.confirm, { label }, textElement(10), true)];
}

/** What is requested. */
function whatOf({ preset, reverts }: BatchDraft, { batches: { form } }: Words): string {
  if (reverts !== undefined) return form.aboutRevert(reverts);
  return preset === undefined ? form.aboutTyped : form.aboutPreset(escapedWithin(preset, 60));
}

/** What a revert leaves as it is on a task. */
function notSetBack({ notAskable = [] }: BatchDraftTask, { batches, fieldNames }: Words): string[] {
  return notAskable.length === 0
    ? []
    : [batches.form.notSetBack(notAskable.map((field) => fieldNames[field]))];
}

async function effectsOn(
  { approval, now }: Parameters<typeof batchForm>[0],
  { name, send }: SlackProject,
  { base, change, within }: BatchDraftTask & Batched,
): Promise<readonly ShownEffect[]> {
  const nowMs = now();
  const found = await approval.findingsNow({ project: name, base, change, within });
  const payload = buildPayload({ base, change, send, nowMs });
  const facts = forecastFactsOf({ base, change, ...found });
  return bySeverity(shownEffects(effectsOf({ task: base, payload, atMs: nowMs, ...facts })));
}
