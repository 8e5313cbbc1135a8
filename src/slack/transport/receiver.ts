import type { Receiver } from '@slack/bolt';
import type { SlackConnection } from './connection.ts';
import { createHttpReceiver, type Delivery, type DeliveryAnswer } from './http-receiver.ts';
import { createSocketReceiver } from './socket-receiver.ts';

/** Receives what Slack sends. */
export interface SlackReceiver {
  readonly receiver: Receiver;
  /** Only in HTTP mode: handles requests to `/slack/events`; returns undefined for those that are not from Slack. */
  readonly listener: ((delivery: Delivery) => Promise<DeliveryAnswer> | undefined) | undefined;
  readonly connect: () => Promise<void>;
  readonly disconnect: () => Promise<void>;
  readonly isConnected: () => boolean;
}

export function createSlackReceiver(connection: SlackConnection): SlackReceiver {
  const { transport } = connection.access();
  return transport.kind === 'http'
    ? createHttpReceiver(connection)
    : createSocketReceiver(transport.appToken, connection);
}
