import type { KnownBlock } from '@slack/types';
import { setsOf } from '#src/approval/asked-people.ts';
import type { FollowUp } from '#src/approval/change-request.ts';
import { type Findings, findingsOf, forecastFactsOf } from '#src/approval/findings.ts';
import type { ProjectPolicy } from '#src/approval/requirement.ts';
import { type Demands, requirementAt } from '#src/approval/requirement.ts';
import { factsOf } from '#src/approval/rule-match.ts';
import type { SlotSet } from '#src/approval/slots.ts';
import { buildWayBack } from '#src/approval/way-back.ts';
import type { SourceChecks } from '#src/ports/source-checks.ts';
import { type Change, changedFields } from '#src/relay/change.ts';
import type { KnownFacts } from '#src/relay/forecast/known-facts.ts';
import type { Rival } from '#src/relay/forecast/push-target.ts';
import { buildPayload, fieldsLeftOut, type Payload, type SendMode } from '#src/relay/payload.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { resumesAtMs } from '#src/slack/card/card-notices.ts';
import { context, section } from '#src/slack/kit/blocks.ts';
import { effectSentences } from '#src/slack/kit/effect-sentences.ts';
import { BLOCK } from '#src/slack/kit/ids.ts';
import { input, textElement } from '#src/slack/kit/inputs.ts';
import { spanSentence } from '#src/slack/kit/sentences.ts';
import { asMention, namesOn, slotsSentence } from '#src/slack/kit/slot-sentences.ts';
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
  /** What was found out about the sources; undefined: they were not checked. */
  readonly checks?: SourceChecks | undefined;
  /** Other tasks that push to the same target. */
  readonly rivals?: readonly Rival[] | undefined;
  /** What was measured about the Live API. */
  readonly known?: KnownFacts | undefined;
}

/** What a change would do and need, shown before it is submitted. */
export function effectBlocks(preview: Preview, words: Words): KnownBlock[] {
  const { base, change, nowMs } = preview;
  const { effects } = words.form;
  if (changedFields(change).length === 0) return [context(effects.nothing)];
  const payload = payloadOf(preview);
  const found = foundFor(preview);
  const demands = demandsOf(preview, payload, found);
  const atMs = runsAt(preview, demands);
  const facts = forecastFactsOf({ base, change, ...found });
  const wayBack = wayBackOf(preview, payload);
  const backAtMs = wayBack && resumesAtMs(wayBack);
  const left = fieldsLeftOut(base, payload, nowMs).map((field) => `\`${field}\``);
  return [
    section(
      [
        effects.title(moment(nowMs)),
        ...effectSentences({ base, change, payload, atMs, backAtMs, ...facts }, words),
        ...(wayBack ? wayBackLines(wayBack, found, words) : []),
        needs(preview.isBreakGlass, demands, words),
        ...(left.length > 0 ? [`↩️ ${effects.leftOut} ${left.join(' ')}`] : []),
      ].join('\n'),
    ),
  ];
}

/** What sets the task back, as it would be asked for; undefined: the change stays. */
function wayBackOf(
  { base, change, project, thenBackMs, isBreakGlass, checks }: Preview,
  payload: Payload,
): FollowUp | undefined {
  if (thenBackMs === undefined || isBreakGlass) return undefined;
  const back = { id: '', applyAtMs: thenBackMs };
  const wayBack = buildWayBack({ base, change, payload }, back, project.send);
  const { pins } = findingsOf(wayBack, { checks });
  return { ...wayBack, pins };
}

function wayBackLines(wayBack: FollowUp, found: Findings, words: Words): string[] {
  const { base, change, payload, applyAtMs: atMs } = wayBack;
  const facts = forecastFactsOf({ ...found, ...wayBack });
  const seen = effectSentences({ base, change, payload, atMs, ...facts }, words);
  return [words.chains.heading(moment(atMs)), ...seen];
}

/** When it would run if it were approved now, in Unix milliseconds. */
export function runsAtMs(preview: Preview): number {
  return runsAt(preview, demandsOf(preview, payloadOf(preview), foundFor(preview)));
}

/** The chosen time, or the end of the policy's hold, or now. */
function runsAt({ nowMs, applyAtMs, isBreakGlass }: Preview, { holdMs = 0 }: Demands): number {
  return isBreakGlass ? nowMs : Math.max(nowMs + holdMs, applyAtMs ?? 0);
}

export function payloadOf({ base, change, project, nowMs, applyAtMs }: Preview): Payload {
  return buildPayload({ base, change, send: project.send, nowMs: applyAtMs ?? nowMs });
}

function demandsOf(preview: Preview, payload: Payload, found: Findings): Demands {
  const wayBack = wayBackOf(preview, payload);
  return requirementAt({ ...preview, ...found, wayBack, policy: preview.project.policy, payload });
}

function foundFor({ base, change, ...found }: Preview): Findings {
  return findingsOf({ base, change }, found);
}

function needs(isBreakGlass: boolean, demands: Demands, words: Words): string {
  const { effects } = words.form;
  const { quorum, holdMs } = demands;
  if (isBreakGlass) return effects.breakGlass;
  if (quorum === 0) return effects.noApproval;
  return [
    quorum === 1 ? effects.oneApproval : effects.approvals(quorum),
    ...setsOf(demands).flatMap((set) => whoLine(set, words)),
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
  const payload = payloadOf(preview);
  const found = foundFor(preview);
  const facts = factsOf({ ...preview, ...found, payload });
  // An unknown counts as a loss: an unnecessary question does no harm.
  const losesSources = facts.removesSources !== false;
  if (facts.isLive === false || (facts.status !== 'pause' && !losesSources)) return false;
  return preview.isBreakGlass || demandsOf(preview, payload, found).quorum === 0;
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
