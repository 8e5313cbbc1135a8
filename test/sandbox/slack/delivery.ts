import { stringOf, type Fields } from './json.ts';
import type { Envelope, Outcome, Retry, Transport } from './transport.ts';
import type { EnvelopeKind, LoggedDelivery } from './types.ts';
import { BOT, type Workspace } from './workspace.ts';

type Dependencies = {
  readonly workspace: Workspace;
  readonly transport: () => Transport;
  /** Slack tries an event three times more: at once, after a minute, after five. */
  readonly retryDelaysMs: readonly number[];
};

export type Delivered = Outcome & { readonly ms: number };

export const createDelivery = ({ workspace, transport, retryDelaysMs }: Dependencies) => {
  const timers = new Set<NodeJS.Timeout>();
  let last: Envelope | undefined;
  let isStopped = false;

  const attempt = async (envelope: Envelope, retry?: Retry): Promise<Delivered> => {
    const startedMs = performance.now();
    const logged: LoggedDelivery = {
      id: envelope.id,
      kind: envelope.kind,
      body: structuredClone(envelope.body),
      atMs: workspace.now(),
      attempt: retry?.num ?? 0,
      outcome: 'waiting',
    };
    workspace.deliveries.push(logged);
    workspace.changed();
    last = envelope;
    const outcome = await transport().send(envelope, retry);
    const ms = performance.now() - startedMs;
    logged.outcome = outcome.kind;
    logged.ms = ms;
    if (outcome.kind === 'acked') logged.ack = outcome.payload;
    if (outcome.kind !== 'acked' && outcome.reason) logged.reason = outcome.reason;
    workspace.changed();
    return { ...outcome, ms };
  };

  const newEnvelope = (kind: EnvelopeKind, body: Fields): Envelope => ({
    id: workspace.newId('envelope-'),
    kind,
    body,
    acceptsResponse: kind !== 'events_api',
  });

  const retryLater = (envelope: Envelope, num: number, outcome: Outcome): void => {
    const delayMs = retryDelaysMs[num - 1];
    const isDone =
      outcome.kind === 'acked' || (outcome.kind === 'failed' && outcome.noRetry === true);
    if (isStopped || isDone || delayMs === undefined) return;
    const reason = outcome.kind === 'timed_out' ? 'http_timeout' : 'http_error';
    const timer = setTimeout(() => {
      timers.delete(timer);
      void attempt(envelope, { num, reason }).then((next) => retryLater(envelope, num + 1, next));
    }, delayMs);
    timers.add(timer);
  };

  return {
    /** A command or an interaction: one try, a person is waiting. */
    interaction: (kind: 'slash_commands' | 'interactive', body: Fields): Promise<Delivered> =>
      attempt(newEnvelope(kind, body)),

    /** An event, if the manifest subscribes to it. Resolves after the first try; others follow. */
    event: async (type: string, fields: Fields): Promise<Delivered | undefined> => {
      if (!workspace.manifest.events.includes(type)) return undefined;
      const ts = workspace.newTs();
      const { id } = workspace.team;
      const body: Fields = {
        token: 'sandbox',
        team_id: id,
        api_app_id: BOT.app,
        event: { ...fields, event_ts: ts },
        type: 'event_callback',
        event_id: workspace.newId('Ev'),
        event_time: Math.floor(workspace.now() / 1000),
        authorizations: [
          {
            enterprise_id: workspace.grid?.id ?? null,
            team_id: id,
            user_id: BOT.user,
            is_bot: true,
            is_enterprise_install: false,
          },
        ],
        is_ext_shared_channel: workspace.isShared(stringOf(fields['channel'])),
      };
      const envelope = newEnvelope('events_api', body);
      const first = await attempt(envelope);
      retryLater(envelope, 1, first);
      return first;
    },

    /** More than 30,000 events in an hour: this comes in place of what happens in this minute. */
    rateLimited: (): Promise<Delivered> =>
      attempt(
        newEnvelope('events_api', {
          token: 'sandbox',
          type: 'app_rate_limited',
          team_id: workspace.team.id,
          minute_rate_limited: Math.floor(workspace.now() / 60_000) * 60,
          api_app_id: BOT.app,
        }),
      ),

    /** Sends the same envelope once more, as Slack may after a reconnect. */
    again: (retry: Retry): Promise<Delivered> => {
      if (last === undefined) throw new Error('nothing has been delivered yet');
      return attempt(last, retry);
    },

    stop: (): void => {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
};

export type Delivery = ReturnType<typeof createDelivery>;
