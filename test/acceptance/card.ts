import { CHANNELS } from '#sandbox/cast.ts';
import type { SimulatedSlack } from '#sandbox/slack/index.ts';
import type { Message, SeenMessage } from '#sandbox/slack/types.ts';
import { messageText } from '#sandbox/story-text.ts';

/** The card of one request in the approvals channel, as people see it. */
export interface Card {
  readonly request: string;
  /** The message as first seen, with its original buttons. */
  readonly asPosted: SeenMessage;
  readonly now: () => SeenMessage;
  readonly text: () => string;
  /** Waits until the card says all of this; resolves with its text. */
  readonly says: (...words: readonly string[]) => Promise<string>;
  readonly thread: () => readonly string[];
  readonly threadSays: (...words: readonly string[]) => Promise<string>;
  /** How many messages of its channel show this request as a card. */
  readonly copies: () => number;
}

const isPartOf = (message: Message, request: string, part: string): boolean => {
  const payload = message.metadata?.['event_payload'] as Record<string, unknown> | undefined;
  return payload?.['request'] === request && payload['part'] === part;
};

export const cardsOf = (
  slack: SimulatedSlack,
  request: string,
  channel: string = CHANNELS.leads.id,
): readonly SeenMessage[] =>
  slack
    .channel(channel)
    .messages()
    .filter((message) => isPartOf(message, request, 'card'));

const hasAll = (text: string, words: readonly string[]): boolean =>
  words.every((word) => text.includes(word));

/** Waits for the card of a request. */
export const untilCard = async (
  slack: SimulatedSlack,
  request: string,
  channel: string = CHANNELS.leads.id,
): Promise<Card> => {
  const newest = (): SeenMessage | undefined => cardsOf(slack, request, channel).at(-1);
  const asPosted = await slack.until(newest, `the card of ${request}`);
  const now = (): SeenMessage => newest() ?? asPosted;
  const text = (): string => messageText(now());
  const thread = (): readonly string[] => now().replies.map(messageText);
  return {
    request,
    asPosted,
    now,
    text,
    thread,
    copies: () => cardsOf(slack, request, channel).length,
    says: (...words) =>
      slack.until(
        () => hasAll(text(), words) && text(),
        `the card of ${request} to say "${words.join('", "')}"`,
      ),
    threadSays: (...words) =>
      slack.until(
        () => thread().find((line) => hasAll(line, words)),
        `the thread of ${request} to say "${words.join('", "')}"`,
      ),
  };
};

export const createChannel = (slack: SimulatedSlack, id: string) => {
  const texts = (): readonly string[] => slack.channel(id).messages().map(messageText);
  return {
    texts,
    /** Waits for a message that says all of this; resolves with its text. */
    says: (...words: readonly string[]): Promise<string> =>
      slack.until(
        () => texts().find((text) => hasAll(text, words)),
        `a message in ${id} that says "${words.join('", "')}"`,
      ),
    /** How many messages mention this. */
    count: (word: string): number => texts().filter((text) => text.includes(word)).length,
  };
};
