import { CHANNELS } from '#sandbox/cast.ts';
import type { Bench } from '../bench.ts';
import { decisions, requestIn } from '../deciding.ts';
import { quantile } from '../figures.ts';
import type { PostedMessage } from '../outside.ts';
import { isQuiet } from '../quiet.ts';
import { alone, type Row } from '../row.ts';
import { createStage } from '../stage.ts';
import { needAccepted, openForms } from '../submissions.ts';

/** More requests than a channel accepts messages: counts what is lost, doubled, refused or out of order. */
export const burst = async ({ sizes }: Bench): Promise<Row> => {
  const { messagesPerMinute } = sizes;
  const stage = await createStage({
    messagesPerMinute,
    env: { SLACK_MESSAGES_PER_MINUTE: String(messagesPerMinute) },
  });
  const desk = await stage.contestant('relaydesk');
  const fill = await openForms(stage, desk);
  const { bodies } = await fill(sizes.burst);
  await stage.outside.ask('forget');
  const everyMs = sizes.burstMs / sizes.burst;
  const sent = await stage.send(desk, bodies, { atOnce: 64, everyMs });
  needAccepted(sent);
  const ids = sent.map(requestIn);
  // Some requests are decided while their cards wait for a slot: card and line must come in order.
  const decided = ids.filter((_, at) => at % 20 === 19);
  await stage.send(desk, await decisions(desk, decided, 'reject'), { atOnce: 4 });
  await isQuiet(stage, desk);
  const messages = await stage.outside.ask('messages', CHANNELS.leads.id);
  const calls = await stage.outside.ask('slackCalls');
  await stage.close();
  const cards = new Map(ids.map((id) => [id, messages.filter(isCardOf(id)).length]));
  const amiss = (isAmiss: (cards: number) => boolean): number =>
    [...cards.values()].filter(isAmiss).length;
  const ms = sent.map((each) => each.answeredMs - each.sentMs);
  return {
    name: 'burst',
    title: `${sizes.burst} submissions in ${sizes.burstMs / 1000} s into one channel`,
    how: `The simulated Slack lets ${messagesPerMinute} messages a minute into a channel instead of 60, and the bot is told so.`,
    lines: [
      count('messages', messages.length),
      count(
        'lost',
        amiss((found) => found === 0),
        0,
      ),
      count(
        'doubled',
        amiss((found) => found > 1),
        0,
      ),
      count(
        'threads out of order, or short of their line',
        decided.filter((id) => !isInOrder(messages.filter(isAbout(id)))).length,
        0,
      ),
      count('refused with 429', calls['chat.postMessage ratelimited'] ?? 0, 1),
      alone({ what: 'submission acknowledged, p99', unit: 'ms' }, [quantile(ms, 0.99)]),
    ],
  };
};

const count = (what: string, value: number, atMost?: number) =>
  alone({ what, unit: 'count', ...(atMost === undefined ? {} : { goal: { atMost } }) }, [value]);

const partOf = ({ metadata }: PostedMessage) =>
  (metadata as { event_payload?: { request?: string; part?: string } }).event_payload ?? {};

const isAbout =
  (id: string) =>
  (message: PostedMessage): boolean =>
    partOf(message).request === id;

const isCardOf =
  (id: string) =>
  (message: PostedMessage): boolean =>
    isAbout(id)(message) && partOf(message).part === 'card';

/** The card, and after it in its thread the line of the decision. */
const isInOrder = (messages: readonly PostedMessage[]): boolean => {
  const [card, line, ...more] = messages.toSorted((a, b) => Number(a.ts) - Number(b.ts));
  return (
    card !== undefined &&
    partOf(card).part === 'card' &&
    line?.threadTs === card.ts &&
    more.length === 0
  );
};
