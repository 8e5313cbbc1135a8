import type { MeasuredFact } from '#src/relay/measured.ts';

const TAKEN = { yes: 'yes, it is taken', no: 'no, it is refused' };
const BREAKS = { yes: 'yes, it breaks', no: 'no, it goes on' };
const IN_SECONDS = { yes: '', no: '' };

/** What is asked about the API, and how the answers read. Numbers are seconds. */
export const QUESTIONS: Readonly<
  Record<MeasuredFact, { readonly asks: string; readonly yes: string; readonly no: string }>
> = {
  takesPastStart: { asks: 'Is a start in the past accepted?', ...TAKEN },
  takesRepeatedUrl: { asks: 'Is a list that names a file twice accepted?', ...TAKEN },
  takesIndexOutOfList: { asks: 'Is a start file outside the list accepted?', ...TAKEN },
  takesLongEnd: {
    asks: 'Is an end more than 7 days after the stored start accepted?',
    yes: 'yes, if it is within 7 days from now',
    no: 'no, it is refused',
  },
  keepsOmitted: {
    asks: 'Does a field that is left out keep its value?',
    yes: 'yes, it keeps it',
    no: 'no, it falls back to its default',
  },
  eventsOnlyBreaks: {
    asks: 'Does changing only the reported events interrupt the stream?',
    ...BREAKS,
  },
  endOnlyBreaks: { asks: 'Does changing only the end interrupt the stream?', ...BREAKS },
  waitsForMovedStart: {
    asks: 'Does a running task go off air when its start is moved into the future?',
    yes: 'yes, until the new start',
    no: 'no, it goes on',
  },
  streamGoneAfterSeconds: { asks: 'How soon is the stream gone after a pause?', ...IN_SECONDS },
  streamThereAfterSeconds: { asks: 'How soon is it there after a resume?', ...IN_SECONDS },
  restartsRounds: {
    asks: 'Are rounds counted from 1 again after an immediate switch of the list?',
    yes: 'yes, from 1',
    no: 'no, they go on',
  },
  revivesEnded: {
    asks: 'Does a task that has ended come back when its end is moved?',
    yes: 'yes, it comes back',
    no: 'no, it stays off air',
  },
};

export function answerText(fact: MeasuredFact, answer: boolean | number): string {
  if (typeof answer === 'number') return `after ${answer} s`;
  return QUESTIONS[fact][answer ? 'yes' : 'no'];
}
