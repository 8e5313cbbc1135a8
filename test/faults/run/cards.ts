import { CHANNELS } from '#sandbox/cast.ts';
import type { Message } from '#sandbox/slack/types.ts';
import type { Stage } from './stage.ts';

/** Which message of a request this is, from its metadata. */
export const partOf = (
  message: Message,
): { readonly request: string; readonly part: string } | undefined => {
  const payload = message.metadata?.['event_payload'];
  if (typeof payload !== 'object' || payload === null) return undefined;
  const { request, part } = payload as Record<string, unknown>;
  return typeof request === 'string' && typeof part === 'string' ? { request, part } : undefined;
};

/** Every message of the approvals channel and the ops channel that is about a request. */
export const messagesAbout = (stage: Stage): readonly Message[] =>
  [CHANNELS.leads.id, CHANNELS.ops.id].flatMap(
    (id) => stage.slack.workspace.channels.get(id)?.messages ?? [],
  );

export const cardsOf = (stage: Stage, request: string): readonly Message[] =>
  messagesAbout(stage).filter((message) => {
    const about = partOf(message);
    return about?.request === request && about.part === 'card';
  });

export const allCards = (stage: Stage): readonly Message[] =>
  messagesAbout(stage).filter((message) => partOf(message)?.part === 'card');

/** A card as it is now, to be pressed later. */
export const snapshot = (message: Message): Message => structuredClone(message);

export const hasButton = (message: Message, action: string): boolean =>
  JSON.stringify(message.blocks).includes(`"action_id":"${action}"`);
