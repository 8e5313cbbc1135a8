import type { KnownBlock } from '@slack/types';
import { buildWayBack } from '#src/approval/links/way-back.ts';
import { setsOf } from '#src/approval/policy/asked-people.ts';
import {
  askingSomebody,
  type Demands,
  type ProjectPolicy,
  requirementAt,
} from '#src/approval/policy/requirement.ts';
import type { FollowUp } from '#src/approval/record/change-request.ts';
import { type Findings, findingsOf, forecastFactsOf } from '#src/approval/record/findings.ts';
import type { SlotSet } from '#src/approval/record/slots.ts';
import { APART_MS } from '#src/approval/states/chain.ts';
import type { SourceChecks } from '#src/ports/source-checks.ts';
import { isLiveNow, removesSources } from '#src/relay/change-facts.ts';
import { type Change, changedFields } from '#src/relay/change.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import type { KnownFacts } from '#src/relay/forecast/known-facts.ts';
import type { Rival } from '#src/relay/forecast/push-target.ts';
import { buildPayload, fieldsLeftOut, type SendMode } from '#src/relay/payload.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { type Problem, problemsOf } from '#src/relay/rules.ts';
import type { SourcePolicy } from '#src/relay/source-url.ts';
import { resumesAtMs } from '#src/slack/card/card-notices.ts';
import { context, section } from '#src/slack/kit/blocks.ts';
import { effectSentences } from '#src/slack/kit/effect-sentences.ts';
import { BLOCK } from '#src/slack/kit/ids.ts';
import { input, textElement } from '#src/slack/kit/inputs.ts';
import { sectionsOf } from '#src/slack/kit/message.ts';
import { spanSentence } from '#src/slack/kit/sentences.ts';
import { asMention, namesOn, slotsSentence, without } from '#src/slack/kit/slot-sentences.ts';
import { moment, nameOf } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** A change as filled in, and its project. */
export interface Preview {
  readonly base: RelayTask;
  readonly change: Change;
  readonly project: { readonly policy: ProjectPolicy; readonly send: SendMode };
  readonly nowMs: number;
  /** When to run it; undefined: as soon as possible. */
  readonly applyAtMs?: number | undefined;
  /** When to set the task back; undefined: the change stays. */
  readonly thenBackMs?: number | undefined;
  readonly isBreakGlass: boolean;
  /** Whether it edits a request, which then waits for somebody in any case. */
  readonly isEdit?: boolean | undefined;
  /** What was found out about the sources; undefined: they were not checked. */
  readonly checks?: SourceChecks | undefined;
  /** Who asks, and cannot approve. */
  readonly requesterId?: string | undefined;
  /** Other tasks that push to the same target. */
  readonly rivals?: readonly Rival[] | undefined;
  /** What was measured about the Live API. */
  readonly known?: KnownFacts | undefined;
}

/** What a change comes to: what would be sent and when, what sets it back, and what that needs. */
function outlook(preview: Preview) {
  const { base, change, project, nowMs, applyAtMs, thenBackMs, isBreakGlass } = preview;
  const payload = buildPayload({ base, change, send: project.send, nowMs: applyAtMs ?? nowMs });
  const found = findingsOf({ base, change }, preview);
  const wayBack =
    thenBackMs === undefined || isBreakGlass
      ? undefined
      : wayBackAt(thenBackMs, { base, change, payload }, preview);
  const { policy } = project;
  const asked = requirementAt({ ...preview, ...found, wayBack, policy, payload });
  const demands = preview.isEdit ? { ...asked, ...askingSomebody(asked) } : asked;
  // The chosen time, or the end of the policy's hold, or now.
  const atMs = isBreakGlass ? nowMs : Math.max(nowMs + (demands.holdMs ?? 0), applyAtMs ?? 0);
  return { payload, found, wayBack, demands, atMs };
}

/** What sets the task back, as it would be asked for. */
function wayBackAt(
  applyAtMs: number,
  first: Parameters<typeof buildWayBack>[0],
  { project, checks }: Preview,
): FollowUp {
  const wayBack = buildWayBack(first, { id: '', applyAtMs }, project.send);
  const { pins } = findingsOf(wayBack, { checks });
  return { ...wayBack, pins };
}

/** What a change would do and need, shown before it is submitted. */
export function effectBlocks(preview: Preview, words: Words): KnownBlock[] {
  const { base, change, nowMs } = preview;
  const { effects } = words.form;
  if (changedFields(change).length === 0) return [context(effects.nothing)];
  const { payload, found, wayBack, demands, atMs } = outlook(preview);
  const facts = forecastFactsOf({ base, change, ...found });
  const backAtMs = wayBack && resumesAtMs(wayBack);
  const left = fieldsLeftOut(base, payload, nowMs).map((field) => `\`${field}\``);
  const lines = [
    effects.title(moment(nowMs)),
    ...effectSentences({ base, change, payload, atMs, backAtMs, ...facts }, words),
    ...(wayBack ? wayBackLines(wayBack, found, words) : []),
    needs(preview, demands, words),
    ...(left.length > 0 ? [`↩️ ${effects.leftOut} ${left.join(' ')}`] : []),
  ];
  return sectionsOf(lines);
}

function wayBackLines(wayBack: FollowUp, found: Findings, words: Words): string[] {
  const { base, change, payload, applyAtMs: atMs } = wayBack;
  const facts = forecastFactsOf({ ...found, ...wayBack });
  const seen = effectSentences({ base, change, payload, atMs, ...facts }, words);
  return [words.chains.heading(moment(atMs)), ...seen];
}

/** What is wrong with the time at which a task is to be set back, or with what would set it back. */
export function wayBackProblems(preview: Preview, sources: SourcePolicy): Problem[] {
  const { change, thenBackMs, isBreakGlass } = preview;
  if (thenBackMs === undefined) return [];
  if (isBreakGlass) return [{ field: 'then_back', code: 'break_glass_stays' }];
  if (changedFields(change).length === 0) return [];
  const { wayBack, atMs } = outlook(preview);
  if (thenBackMs < atMs + APART_MS) return [{ field: 'then_back', code: 'then_back_too_early' }];
  if (!wayBack || changedFields(wayBack.change).length === 0) {
    return [{ field: 'then_back', code: 'then_back_nothing' }];
  }
  const { base } = wayBack;
  return problemsOf({ base, change: wayBack.change, sources, nowMs: thenBackMs }).map(
    (problem) => ({ ...problem, field: 'then_back' }),
  );
}

function needs(
  { isBreakGlass, requesterId = '' }: Preview,
  demands: Demands,
  words: Words,
): string {
  const { effects } = words.form;
  const { quorum, holdMs } = demands;
  if (isBreakGlass) return effects.breakGlass;
  if (quorum === 0) return effects.noApproval;
  return [
    quorum === 1 ? effects.oneApproval : effects.approvals(quorum),
    ...setsOf(demands).flatMap((set) =>
      whoLine(
        set.map((slot) => without([requesterId], slot)),
        words,
      ),
    ),
    ...(holdMs ? [words.card.hold(spanSentence(holdMs, words))] : []),
  ].join('\n');
}

/** Who may approve, as mentions; in a modal they notify nobody. */
function whoLine(set: SlotSet, words: Words): string[] {
  const { effects } = words.form;
  const [only, ...others] = set;
  if (!only) return [];
  if (others.length > 0) return [effects.fromEach(slotsSentence(set, asMention, words))];
  const people = namesOn(only, asMention);
  return people.length === 0 ? [] : [effects.from(people)];
}

/** Whether to ask for confirmation: viewers would lose something at once, and nobody else has to approve. */
export function needsSecondThought(preview: Preview): boolean {
  const { base, change, nowMs, isBreakGlass } = preview;
  const { payload, found, demands, atMs } = outlook(preview);
  const facts = forecastFactsOf({ base, change, ...found });
  const goesOff = effectsOf({ task: base, payload, atMs, ...facts }).some(
    ({ grade, strength }) => grade === 'off_air' && strength !== 'could',
  );
  // An unknown counts as a loss: an unnecessary question does no harm.
  const isLoss = change.status === 'pause' || goesOff || removesSources(base, change) !== false;
  return isLiveNow(base, nowMs) !== false && isLoss && (isBreakGlass || demands.quorum === 0);
}

/** Whether this is the name or the id of the task, in any case. */
export function isNameOf(task: RelayTask, typed: string): boolean {
  const names = [taskName(task), task.stream_name, task.task_id];
  return names.some((name) => name?.toLowerCase() === typed.trim().toLowerCase());
}

/** Asks for the name of the task, before a change is run without approval. */
export function confirmBlocks(task: RelayTask, { form }: Words): KnownBlock[] {
  return [
    section(form.confirm.why(nameOf(task))),
    input(BLOCK.confirm, { label: form.confirm.label }, textElement(300), true),
  ];
}
