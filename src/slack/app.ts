import { App } from '@slack/bolt';
import { createSlackLogger } from '#src/log.ts';
import { route, type RouteDeps } from './routes.ts';
import { apologise, clickingUser } from './transport/apologise.ts';
import type { Identity } from './transport/bot-identity.ts';
import { clientOptions, createSlackClients, createUploadClient } from './transport/client.ts';
import type { SlackConnection } from './transport/connection.ts';
import { createFileReader } from './transport/file-reader.ts';
import { type AroundClick, type ClickRecord, trackInFlight } from './transport/in-flight.ts';
import { createSlackReceiver } from './transport/receiver.ts';
import { ToldError } from './transport/told-error.ts';
import { UnseenError } from './transport/unseen-error.ts';

interface Deps extends SlackConnection, Omit<RouteDeps, 'uploadClient' | 'readFile'> {
  readonly identity: Identity;
  readonly onAck: (click: ClickRecord) => void;
  readonly aroundClick: AroundClick;
}

/** Longer than Slack waits for an acknowledgement: what is not answered by then never will be. */
const ANSWERED_WITHIN_MS = 3_000;
/** A modal that is being filled reads a task, three times at the most. */
const FINISHED_WITHIN_MS = 15_000;
/** A card that comes a second later is still one of many, at one message a second and channel. */
const GIVE_WAY_MS = 1_000;

/** Slack coming in. In HTTP mode the process's own server passes `/slack/events` to `listener`. */
export function createSlackApp(deps: Deps) {
  const { access, identity } = deps;
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
    // An app that was installed before has not got the scope, and Slack would not show it a form with a field for files.
    readFile: identity.scopes.includes('files:read') ? createFileReader(deps) : undefined,
  });
  app.error(async ({ error, body }: { error: Error; body: object }) => {
    const isTold = error instanceof ToldError;
    const isUnseen = error instanceof UnseenError;
    deps.log.error('handler failed', { error: isTold || isUnseen ? error.cause : error });
    // No click is silent: the person whose click or text failed here is told.
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
     * Closes the socket when nobody waits for an answer on it. Slack repeats no click that it got no
     * answer to: its person sees an error.
     */
    async disconnect(): Promise<void> {
      await clicks.answered(ANSWERED_WITHIN_MS);
      await disconnect();
    },

    /** Waits until everything that was clicked is worked through. */
    finished: () => clicks.finished(FINISHED_WITHIN_MS),
    /** What can wait gives way to a crowd of people who wait for an answer. */
    giveWay: () => clicks.calm(GIVE_WAY_MS),
  };
}
