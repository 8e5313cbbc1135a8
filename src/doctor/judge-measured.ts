import { answerText, QUESTIONS } from '#src/probe/questions.ts';
import { MEASURED_FACTS, type Measurements } from '#src/relay/measured.ts';
import { about, type Finding } from './finding.ts';

const { ok } = about('Live API');

/** What was measured of the Live API in a region, a line for each answer. Nothing has to be measured. */
export function judgeMeasured(region: string, measured: Measurements): Finding[] {
  const answers = MEASURED_FACTS.flatMap((fact) => {
    const found = measured[fact];
    if (!found) return [];
    const day = new Date(found.atMs).toISOString().slice(0, 10);
    const said = `${QUESTIONS[fact].asks} ${answerText(fact, found.answer)} (${day})`;
    return [ok(`measured in ${region}`, said)];
  });
  if (answers.length > 0) return answers;
  const said =
    'nothing measured, so effects on viewers are only expected or possible; npm run probe measures them';
  return [ok(`measured in ${region}`, said)];
}
