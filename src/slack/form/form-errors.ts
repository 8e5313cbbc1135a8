import type { Refusal } from '#src/approval/record/refusal.ts';
import type { Problem } from '#src/relay/rules.ts';
import { BLOCK } from '#src/slack/kit/ids.ts';
import { problemSentence } from '#src/slack/kit/sentences.ts';
import { cut } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { FormValues } from './form-values.ts';

/** Under which field of a form it is said what is wrong. */

/** The field in which a refusal can be put right, or the reason. */
export function blockOfRefusal(refusal: Refusal): string {
  if (refusal.reason === 'followed_by') return BLOCK.thenBack;
  const isEarly = refusal.reason === 'cannot_follow' && refusal.why === 'early';
  return isEarly ? BLOCK.applyAt : BLOCK.reason;
}

export function errorsByBlock(
  problems: readonly Problem[],
  values: FormValues,
  words: Words,
): Record<string, string> {
  return joinedByBlock(problems.map((problem) => errorOf(problem, values, words)));
}

/** Slack shows one text under each input block; several problems of one block share it. */
export function joinedByBlock(
  errors: readonly (readonly [block: string, said: string])[],
): Record<string, string> {
  const byBlock = Map.groupBy(errors, ([block]) => block);
  return Object.fromEntries(
    [...byBlock].map(([block, some]) => [
      block,
      cut(some.map(([, said]) => said).join(' '), 1_500),
    ]),
  );
}

/** A wrong URL is reported under its box; a field without an input is named under the reason. */
function errorOf(
  problem: Problem,
  values: FormValues,
  words: Words,
): readonly [block: string, said: string] {
  const said = problemSentence(problem, words);
  const { field } = problem;
  if (field === 'reason' || field === 'apply_at' || field === 'then_back') return [field, said];
  const block = values.blockOf.get(field);
  if (block === undefined) {
    return [BLOCK.reason, words.form.notInForm(words.fieldNames[field], said)];
  }
  const isLine = field === 'source_urls' && 'line' in problem;
  return [(isLine && values.urlBlockOf[problem.line - 1]) || block, said];
}
