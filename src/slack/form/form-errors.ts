import type { Refusal } from '#src/approval/refusal.ts';
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

/** Slack shows one text under each input block; several problems of one block share it. */
export function errorsByBlock(
  problems: readonly Problem[],
  values: FormValues,
  words: Words,
): Record<string, string> {
  const errors: Record<string, string[]> = {};
  for (const problem of problems) {
    const { block, said } = errorOf(problem, values, words);
    (errors[block] ??= []).push(said);
  }
  return Object.fromEntries(
    Object.entries(errors).map(([block, sentences]) => [block, cut(sentences.join(' '), 1_500)]),
  );
}

/** A wrong URL is reported under its box; a field without an input is named under the reason. */
function errorOf(
  problem: Problem,
  values: FormValues,
  words: Words,
): { readonly block: string; readonly said: string } {
  const said = problemSentence(problem, words);
  const { field } = problem;
  if (field === 'reason' || field === 'apply_at' || field === 'then_back')
    return { block: field, said };
  const block = values.blockOf.get(field);
  if (block === undefined) {
    return { block: BLOCK.reason, said: words.form.notInForm(words.fieldNames[field], said) };
  }
  const isLine = field === 'source_urls' && 'line' in problem;
  return { block: (isLine && values.urlBlockOf[problem.line - 1]) || block, said };
}
