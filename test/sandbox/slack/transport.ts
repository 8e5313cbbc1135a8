import type { Fields } from './json.ts';
import type { EnvelopeKind } from './types.ts';

export type Envelope = {
  readonly id: string;
  readonly kind: EnvelopeKind;
  readonly body: Fields;
  readonly acceptsResponse: boolean;
};

export type Retry = { readonly num: number; readonly reason: string };

export type Outcome =
  | { readonly kind: 'acked'; readonly payload: unknown }
  | { readonly kind: 'timed_out'; readonly reason?: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly noRetry?: boolean };

/** A way for Slack to reach the bot. */
export type Transport = {
  readonly send: (envelope: Envelope, retry?: Retry) => Promise<Outcome>;
};

export type TransportChoice =
  | { readonly kind: 'socket' }
  | { readonly kind: 'http'; readonly url: string };
