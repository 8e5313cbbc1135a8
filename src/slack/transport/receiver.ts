import type { Receiver } from '@slack/bolt';
import type { SlackConnection } from './connection.ts';
import { createHttpReceiver, type Delivery, type DeliveryAnswer } from './http-receiver.ts';
import { createSocketReceiver } from './socket-receiver.ts';

/** Where Slack comes in. */
export interface SlackReceiver {
  readonly receiver: Receiver;
  /** In HTTP mode: takes what is sent to `/slack/events`, and is undefined for what Slack did not send. */
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
