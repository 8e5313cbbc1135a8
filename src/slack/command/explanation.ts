import { setsOf } from '#src/approval/policy/asked-people.ts';
import type { ExplainedRule, Explanation } from '#src/approval/policy/explain.ts';
import { type ConfiguredFreeze, freezesWithin } from '#src/approval/policy/freeze.ts';
import { demandsOf, type ProjectPolicy } from '#src/approval/policy/requirement.ts';
import type { PolicyRule } from '#src/approval/policy/rule-match.ts';
import { weekdayAt } from '#src/approval/policy/time-window.ts';
import type {
  Approvers,
  ChangeRequest,
  PolicySnapshot,
} from '#src/approval/record/change-request.ts';
import type { SlotSet } from '#src/approval/record/slots.ts';
import { zonedTime } from '#src/relay/time.ts';
import { freezeSentence, frozenPlace } from '#src/slack/kit/freeze-sentence.ts';
import { spanSentence } from '#src/slack/kit/sentences.ts';
import { asMention, slotsSentence } from '#src/slack/kit/slot-sentences.ts';
import { escaped, groupMention, mention, nameOf } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Why a change needs what it needs, as lines of mrkdwn. */

/** Freezes that begin later than this are not told, in milliseconds: a year. */
const FROZEN_MS = 365 * 24 * 3_600_000;

/** Everything that a project requires of changes. */
export function explainedPolicy(
  project: { readonly name: string; readonly policy: ProjectPolicy },
  freezes: readonly ConfiguredFreeze[],
  nowMs: number,
  words: Words,
): string[] {
  const { explain } = words;
  const { policy, name } = project;
  return [
    explain.policy(escaped(name)),
    explain.usually(piecesText(demandsOf(policy, []), words)),
    ...(policy.rules.length === 0 ? [explain.noRules] : []),
    ...policy.rules.map((rule) => explain.rule(conditionText(rule, words), askedText(rule, words))),
    ...freezesWithin(freezes, { fromMs: nowMs, untilMs: nowMs + FROZEN_MS }).map((freeze) =>
      freezeSentence(
        freeze,
        nowMs,
        words,
        freeze.chat?.task && frozenPlace(name, freeze.chat.task, words),
      ),
    ),
    ...(policy.freezers ? [explain.freezers(peopleText(policy.freezers, words))] : []),
    ...(policy.breakGlass ? [explain.breakGlass(peopleText(policy.breakGlass, words))] : []),
    ...(policy.version ? [explain.version(policy.version)] : []),
  ];
}

/** What a change would need that is only partly described. */
export function explainedChange(
  title: string,
  { rules, needed, atMost, frozen, moments }: Explanation,
  nowMs: number,
  words: Words,
): string[] {
  const { explain } = words;
  return [
    title,
    explain.needed(piecesText(needed, words)),
    ...(atMost ? [explain.atMost(piecesText(atMost, words))] : []),
    ...rules.map((rule) => ruleLine(rule, words)),
    ...clockLines(rules, moments, words),
    ...(frozen ? [freezeSentence(frozen, nowMs, words)] : []),
  ];
}

/** What a request needs: by its original policy, by today's, and by the stricter of both. */
export function explainedRequest(
  request: ChangeRequest,
  explanation: Explanation,
  nowMs: number,
  words: Words,
): string[] {
  const { explain } = words;
  const { id, base, project, policy } = request;
  const title = explain.request(id, nameOf(base), escaped(project));
  // The deadline of a request is set once and stands on its card; what it takes may have changed.
  const then = piecesText(policy, words);
  const { expiresAfterMs: _deadline, ...today } = explanation.needed;
  const now = piecesText(today, words);
  const [first = title, ...others] = explainedChange(title, explanation, nowMs, words);
  const { after } = request;
  const rest = after === undefined ? others : [words.chains.follows(after), ...others];
  return then === now ? [first, ...rest] : [first, explain.thenAndNow(then, now), ...rest];
}

function ruleLine({ rule, holds, conditions }: ExplainedRule, words: Words): string {
  const { explain } = words;
  const condition = conditionText(rule, words);
  const named = (wanted: typeof holds) =>
    conditions.filter((each) => each.holds === wanted).map(({ name }) => `\`${name}\``);
  if (holds === 'no') return explain.countsNot(condition, named('no'));
  return holds === 'yes'
    ? explain.counts(condition, askedText(rule, words))
    : explain.countsIf(condition, named('perhaps'));
}

/** The local times that rules use, now and at the run. */
function clockLines(
  rules: readonly ExplainedRule[],
  moments: readonly number[],
  { explain }: Words,
): string[] {
  const timed = rules.filter(({ rule: { when } }) => when.between !== undefined || when.days);
  const zones = [...new Set(timed.map(({ rule }) => rule.when.time_zone ?? 'UTC'))];
  if (zones.length === 0) return [];
  return moments.map((atMs, at) => {
    const times = zones.map((zone) => `\`${weekdayAt(atMs, zone)}\` ${zonedTime(atMs, zone)}`);
    return at === 0 ? explain.clockNow(times) : explain.clockAtRun(times);
  });
}

/** The conditions as configured. */
function conditionText({ when }: PolicyRule, { explain }: Words): string {
  const conditions = Object.entries(when)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `\`${name}: ${[value].flat().join(', ')}\``);
  return conditions.length === 0 ? explain.always : conditions.join(' ');
}

/** What one rule requires. */
function askedText(rule: PolicyRule, words: Words): string {
  const { quorum, approvers, from, notify, place, expiresAfterMs, holdMs } = rule;
  const slots = from ?? (approvers ? [{ ...approvers, count: quorum }] : []);
  return piecesText(
    { quorum, slots: [slots], rules: [], notify, place, expiresAfterMs, holdMs },
    words,
  );
}

function piecesText(
  asked: PolicySnapshot & {
    readonly expiresAfterMs?: number | undefined;
    readonly place?: string | undefined;
  },
  words: Words,
): string {
  const { explain } = words;
  const { quorum, expiresAfterMs, holdMs, notify, place } = asked;
  const lists = [...new Set(setsOf(asked).flatMap((set) => whoText(set, words)))];
  return explain.join([
    explain.quorum(quorum),
    ...(quorum > 0 && lists.length > 0 ? [explain.by(explain.allOf(lists))] : []),
    ...(quorum > 0 && expiresAfterMs ? [explain.within(spanSentence(expiresAfterMs, words))] : []),
    ...(holdMs ? [explain.held(spanSentence(holdMs, words))] : []),
    ...(notify ? [explain.notified(peopleText(notify, words))] : []),
    ...(place ? [explain.shownIn(`<#${place}>`)] : []),
  ]);
}

/** The one list of a set, or how many of each. */
function whoText(set: SlotSet, words: Words): string[] {
  const [first, ...others] = set;
  if (!first) return [];
  return [others.length === 0 ? peopleText(first, words) : slotsSentence(set, asMention, words)];
}

function peopleText({ users, usergroups }: Approvers, { explain }: Words): string {
  const people = [...usergroups.map(groupMention), ...users.map(mention)];
  return people.length === 0 ? explain.nobody : explain.anyOf(people);
}
