import type { BlockAction, ViewOutput, webApi } from '@slack/bolt';
import { given } from '#src/basics/given.ts';
import { within } from '#src/basics/within.ts';
import type { PersonalWords } from '#src/slack/people/personal-words.ts';
import { ackWhenShown } from '#src/slack/transport/ack.ts';
import { ToldError, UnseenError } from '#src/slack/transport/failed-click.ts';
import { isModalGone } from '#src/slack/transport/slack-errors.ts';
import type { Words } from '#src/slack/words/index.ts';
import { loadingModal, noticeModal } from './notice-modals.ts';

/** A generous time for an acknowledgement to reach Slack, in milliseconds. */
const ACK_ARRIVES_WITHIN_MS = 1_000;

export type View = webApi.ViewsUpdateArguments['view'];

/**
 * How long the content of a modal may take before "loading" stands in for it, in milliseconds: a
 * `trigger_id` is good for three seconds, and Slack's own part in opening a modal takes some of them.
 */
const FILLED_WITHIN_MS = 700;

/**
 * Opens a modal and then acknowledges the click: with its content if that is ready soon, otherwise with "loading", to
 * be filled later. A failure is shown in it and then thrown. If the modal cannot be opened, the click is not
 * acknowledged. "Loading" is in the language known without asking, everything else in the person's own.
 */
export async function openModal(
  { client, ack }: { readonly client: webApi.WebClient; readonly ack: () => Promise<unknown> },
  {
    triggerId,
    userId,
    words: personal,
    isOnTop = false,
  }: {
    readonly triggerId: string;
    readonly userId: string;
    readonly words: PersonalWords;
    /** On top of the modal with the button, which stays below. */
    readonly isOnTop?: boolean | undefined;
  },
  fill: (words: Words) => Promise<View>,
): Promise<void> {
  const filling = filled(personal.of(userId), fill);
  const open = async (): Promise<webApi.ViewsOpenResponse | undefined> => {
    const soon = await within(FILLED_WITHIN_MS, filling);
    const view = soon?.view ?? loadingModal(personal.known(userId));
    const shown = { trigger_id: triggerId, view };
    const opened = await (isOnTop ? client.views.push(shown) : client.views.open(shown));
    return soon ? undefined : opened;
  };
  const loading = await ackWhenShown(ack, open());
  const { view, failure } = await filling;
  if (loading) {
    await updateModal(client, {
      view_id: loading.view?.id ?? '',
      ...given({ hash: loading.view?.hash }),
      view,
    });
  }
  if (failure) throw new ToldError(failure.error);
}

/**
 * Replaces the content of a submitted modal: in the acknowledgement if it is ready soon, otherwise first with
 * "loading". Slack may process an acknowledgement after a later call, so the call waits until the acknowledgement has
 * arrived; otherwise "loading" would stay. If it stays because Slack refuses the call, `UnseenError` makes sure that
 * the person is told elsewhere.
 */
export async function replaceModal(
  slack: {
    readonly client: webApi.WebClient;
    readonly ack: (answer: { response_action: 'update'; view: View }) => Promise<unknown>;
  },
  {
    viewId,
    words,
    failed,
    sleep,
  }: {
    readonly viewId: string;
    readonly words: Words;
    /** What is shown if the content cannot be made. Undefined: a notice. */
    readonly failed?: View | undefined;
    readonly sleep: (ms: number) => Promise<unknown>;
  },
  fill: () => Promise<View>,
): Promise<void> {
  const filling = filled(Promise.resolve(words), fill, failed);
  const soon = await within(FILLED_WITHIN_MS, filling);
  await slack.ack({ response_action: 'update', view: soon?.view ?? loadingModal(words) });
  if (!soon) await sleep(ACK_ARRIVES_WITHIN_MS);
  const { view, failure } = await filling;
  if (!soon) {
    await updateModal(slack.client, { view_id: viewId, view }).catch((error: unknown) => {
      throw new UnseenError(error);
    });
  }
  if (failure) throw failure.error;
}

/** Replaces the view of an open modal. If that fails, a notice is shown on top, and the modal stays. */
export async function updateOpenModal(
  client: webApi.WebClient,
  { view, trigger_id }: Pick<BlockAction, 'trigger_id'> & { readonly view: ViewOutput },
  words: Words,
  fill: () => Promise<View>,
): Promise<void> {
  try {
    await updateModal(client, { view_id: view.id, hash: view.hash, view: await fill() });
  } catch (error) {
    // A view has no response URL.
    const notice = noticeModal(words.notices.somethingWentWrong, words);
    const pushed = await client.views.push({ trigger_id, view: notice }).catch(() => undefined);
    throw pushed ? new ToldError(error) : error;
  }
}

/** A modal that was closed or has changed meanwhile is left alone. */
async function updateModal(
  client: webApi.WebClient,
  update: webApi.ViewsUpdateArguments,
): Promise<void> {
  try {
    await client.views.update(update);
  } catch (error) {
    if (!isModalGone(error)) throw error;
  }
}

/** The content of the modal; for a failure, a view about it and the error. */
async function filled(
  asked: Promise<Words>,
  fill: (words: Words) => Promise<View>,
  failed?: View,
): Promise<{ readonly view: View; readonly failure?: { readonly error: unknown } }> {
  const words = await asked;
  try {
    return { view: await fill(words) };
  } catch (error) {
    const view = failed ?? noticeModal(words.notices.somethingWentWrong, words);
    return { view, failure: { error } };
  }
}
