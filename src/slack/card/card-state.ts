import { type ChangeRequest, isClosed } from '#src/approval/change-request.ts';
import type { FreezeWindow } from '#src/approval/freeze.ts';
import type { Beside } from '#src/approval/predecessor.ts';
import { runsAtMs, standsSinceMs } from '#src/approval/request-times.ts';
import { needsSentence, stateWords } from '#src/slack/kit/sentences.ts';
import { type NameOf, openSentence } from '#src/slack/kit/slot-sentences.ts';
import { mention, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** What is open of the chain of a request. */
export type Chained = Pick<Beside, 'chain' | 'follows' | 'followedBy'>;

/** What a card shows besides its request. */
export interface Surroundings extends Partial<Chained> {
  /** Mentions of the people who should decide. */
  readonly ping: readonly string[];
  /** What people on lists are called, in text that calls nobody. Undefined: they are not named. */
  readonly nameOf?: NameOf | undefined;
  /** Ids of other open requests for the same task. */
  readonly competing: readonly string[];
  /** Links to the card itself, for people who pass it on. */
  readonly link?: string | undefined;
  /** The freeze in which it would run. */
  readonly freeze?: FreezeWindow | undefined;
  /** In a direct message to the requester, with only their buttons. */
  readonly isDirect?: boolean;
}

/** The state, what is still missing and until when, and who decided. */
export function stateLines(
  request: ChangeRequest,
  { ping, nameOf }: Pick<Surroundings, 'ping' | 'nameOf'>,
  words: Words,
): string {
  const { card } = words;
  const by = request.decisions.map(({ kind, person, atMs }) => {
    const say = kind === 'approve' ? card.approvedBy : card.rejectedBy;
    return say(mention(person.userId), moment(atMs));
  });
  const line = [`*${stateWords(request, words)}*`];
  if (request.state === 'pending') {
    line.push([needsSentence(request, words), ...ping].join(' '));
    line.push(card.expires(moment(request.expiresAtMs)));
  }
  if (request.state !== 'pending') line.push(moment(standsSinceMs(request)));
  const runMs = isClosed(request.state) ? undefined : runsAtMs(request);
  if (runMs !== undefined) line.push(card.runs(moment(runMs)));
  const open = nameOf && request.state === 'pending' && openSentence(request, nameOf, words);
  return [line.join(' · '), ...(open ? [words.slots.open(open)] : []), ...by].join('\n');
}
