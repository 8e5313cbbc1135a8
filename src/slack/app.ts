import { App } from '@slack/bolt';
import { createSlackLogger } from '#src/log.ts';
import { route, type RouteDeps } from './routes.ts';
import { apologise, clickingUser } from './transport/apologise.ts';
import type { Identity } from './transport/bot-identity.ts';
import { clientOptions, createSlackClients, createUploadClient } from './transport/client.ts';
import type { SlackConnection } from './transport/connection.ts';
import { ToldError, UnseenError } from './transport/failed-click.ts';
import { createFileReader } from './transport/file-reader.ts';
import { type AroundClick, type ClickRecord, trackInFlight } from './transport/in-flight.ts';
import { createSlackReceiver } from './transport/receiver.ts';
import { warmUp } from './warm-up.ts';

interface Deps extends SlackConnection, Omit<RouteDeps, 'uploadClient' | 'readFile'> {
  readonly identity: Identity;
  readonly onAck: (click: ClickRecord) => void;
  readonly aroundClick: AroundClick;
}

/** Longer than Slack waits for an acknowledgement. */
const ANSWERED_WITHIN_MS = 3_000;
/** A modal that is being filled reads a task up to three times. */
const FINISHED_WITHIN_MS = 15_000;
/** A delay of one second hardly matters at one message per second and channel. */
const GIVE_WAY_MS = 1_000;

/** Everything that comes from Slack. In HTTP mode our server passes `/slack/events` to `listener`. */
export function createSlackApp(deps: Deps) {
  const { access, identity } = deps;
  warmUp(deps.now());
  const { postingClient } = createSlackClients(deps);
  const { receiver, listener, connect, disconnect, isConnected } = createSlackReceiver(deps);
  const app = new App({
    receiver,
    logger: createSlackLogger(deps.log),
    clientOptions: clientOptions(deps),
    convoStore: false,
    extendedErrorHandler: true,
    authorize: () =>
      Promise.resolve({
        botToken: access().botToken,
        botUserId: identity.botUserId,
        botId: identity.botId,
        teamId: identity.teamId,
      }),
  });
  route(app, {
    ...deps,
    uploadClient: createUploadClient(deps),
    // Apps installed earlier lack this scope, and Slack would refuse a form with a field for files.
    readFile: identity.scopes.includes('files:read') ? createFileReader(deps) : undefined,
  });
  app.error(async ({ error, body }: { error: Error; body: object }) => {
    const isTold = error instanceof ToldError;
    const isUnseen = error instanceof UnseenError;
    deps.log.error('handler failed', { error: isTold || isUnseen ? error.cause : error });
    // No click is silent: the person is told that it failed.
    const { somethingWentWrong, unseen } = deps.words.known(clickingUser(body) ?? '').notices;
    const text = isUnseen ? unseen : somethingWentWrong;
    await apologise(postingClient, body, { text, isTold, isUnseen }).catch((failure: unknown) => {
      deps.log.warn('no answer to a failed click', { error: failure });
    });
  });
  const clicks = trackInFlight(app, deps);
  return {
    listener,
    isConnected,
    start: connect,

    /**
     * Closes the socket when nobody is waiting for an answer on it. Slack does not repeat an unanswered click: the
     * person sees an error.
     */
    async disconnect(): Promise<void> {
      await clicks.answered(ANSWERED_WITHIN_MS);
      await disconnect();
    },

    /** Waits until all clicks have been handled. */
    finished: () => clicks.finished(FINISHED_WITHIN_MS),
    /** Waits, for a while, as long as a crowd is waiting for answers. */
    giveWay: () => clicks.calm(GIVE_WAY_MS),
  };
}
