import type { FieldDifference } from '#src/relay/drift.ts';
import { answerText, QUESTIONS } from './questions.ts';
import type { Asked, ProbeEnd } from './run-probe.ts';

/** The result of a probe for people: a table of questions and answers, each with its evidence and request ids. */
export function reportOf(end: ProbeEnd): string {
  switch (end.kind) {
    case 'unfit':
      return `This task cannot be probed: ${end.why}. Nothing was changed.\n`;
    case 'done':
      return `${tableOf(end.asked)}The task is as it was.\n`;
    case 'not_put_back':
      return `${tableOf(end.asked)}THE TASK IS NOT AS IT WAS. Start the probe again to put it back, or do it in the console:\n${end.differences.map(differenceLine).join('\n')}\n`;
  }
}

function tableOf(asked: readonly Asked[]): string {
  const width = Math.max(0, ...asked.map(({ fact }) => QUESTIONS[fact].asks.length));
  return asked.map((each) => `${linesOf(each, width)}\n`).join('');
}

function linesOf({ fact, measurement, why }: Asked, width: number): string {
  const question = QUESTIONS[fact].asks.padEnd(width);
  if (!measurement) return `${question}  no answer: ${why}`;
  const { answer, evidence, requestIds } = measurement;
  const ids = requestIds.length > 0 ? ` · request_id ${requestIds.join(', ')}` : '';
  return `${question}  ${answerText(fact, answer)}\n${' '.repeat(width + 2)}${evidence}${ids}`;
}

function differenceLine({ field, expected, found }: FieldDifference): string {
  return `  ${field}: ${JSON.stringify(expected)} → ${JSON.stringify(found)}`;
}
