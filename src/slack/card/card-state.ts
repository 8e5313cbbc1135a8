import type { Beside } from '#src/approval/links/predecessor.ts';
import type { FreezeWindow } from '#src/approval/policy/freeze.ts';
import { type ChangeRequest, isClosed } from '#src/approval/record/change-request.ts';
import { runsAtMs, standsSinceMs } from '#src/approval/record/request-times.ts';
import { needsSentence, stateWords, titleSentence } from '#src/slack/kit/sentences.ts';
import { type NameOf, openSentence } from '#src/slack/kit/slot-sentences.ts';
import { cutMarkup, escaped, escapedWithin, mention, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Characters of a request's title. */
const TITLE_MAX = 200;

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
  const runMs = isClosed(request.state) ? undefined : runsAtMs(request);
  const line = [
    `*${stateWords(request, words)}*`,
    ...(request.state === 'pending'
      ? [
          [needsSentence(request, words), ...ping].join(' '),
          card.expires(moment(request.expiresAtMs)),
        ]
      : [moment(standsSinceMs(request))]),
    ...(runMs === undefined ? [] : [card.runs(moment(runMs))]),
  ];
  const open = nameOf && request.state === 'pending' && openSentence(request, nameOf, words);
  return [line.join(' · '), ...(open ? [words.slots.open(open)] : []), ...by].join('\n');
}

/** A card in a few sentences, with `lines` and the deadline, for notifications and screen readers. */
export function spoken(request: ChangeRequest, lines: readonly string[], words: Words): string {
  const { card } = words;
  const title = escapedWithin(titleSentence(request, words), TITLE_MAX);
  const waits = [needsSentence(request, words), card.expires(moment(request.expiresAtMs))];
  const sentences = [
    card.headline(request.id, title, escaped(request.project), stateWords(request, words)),
    ...lines,
    ...(request.state === 'pending' ? [waits.join(' · ')] : []),
  ];
  return cutMarkup(sentences.join('\n'), 3_000);
}
