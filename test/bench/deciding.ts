import { CHANNELS } from '#sandbox/cast.ts';
import { Redis } from 'ioredis';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { toButtonValue } from '#src/slack/kit/ids.ts';
import type { Body, Sent } from './load.ts';
import { LEAD } from './people.ts';
import { chosen, pressBody, submissionBody, typed } from './payloads.ts';
import type { Contestant, Stage } from './stage.ts';

/** The id of the request that an answer to a submission names. */
export const requestIn = ({ text }: Sent): string => {
  const id = /R-\d+/.exec(text)?.[0];
  if (id === undefined) throw new Error(`no request in: ${text}`);
  return id;
};

/** Decisions in the review modal of these requests, as a lead submits them. */
export const decisions = async (
  { redis }: Pick<Contestant, 'redis'>,
  ids: readonly string[],
  kind: 'approve' | 'reject',
): Promise<readonly Body[]> => {
  const connection = new Redis(redis.url);
  const store = createRequestStore(connection);
  const requests = await Promise.all(ids.map((id) => store.load(id)));
  connection.disconnect();
  return requests.flatMap((request) =>
    request
      ? [
          submissionBody(LEAD, {
            callbackId: 'review',
            privateMetadata: toButtonValue(request),
            state: { ...chosen('decision', kind), ...typed('note', 'Bench') },
          }),
        ]
      : [],
  );
};

/** One approval of each submission, as the rival's approver makes it: in the review, or on the card. */
export const approvals = (
  stage: Stage,
  contestant: Contestant,
  submitted: readonly Sent[],
): Promise<readonly Body[]> =>
  contestant.name === 'relaydesk'
    ? decisions(contestant, submitted.map(requestIn), 'approve')
    : presses(stage, 'approve');

/** A press of this button on every card in the channel of the approvals, the oldest first. */
export const presses = async ({ outside }: Stage, actionId: string): Promise<readonly Body[]> => {
  const buttons = await outside.ask('buttons', CHANNELS.leads.id, actionId);
  const triggers = await outside.ask('triggers', LEAD, buttons.length);
  const urls = await outside.ask('responseUrls', LEAD, CHANNELS.leads.id, buttons.length);
  return buttons.map((button, at) =>
    pressBody(LEAD, actionId, button, {
      triggerId: triggers[at] ?? '',
      responseUrl: urls[at] ?? '',
    }),
  );
};
