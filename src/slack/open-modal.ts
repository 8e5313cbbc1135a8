import type { webApi } from '@slack/bolt';
import { ackAfter } from './ack.ts';
import { loadingModal, noticeModal } from './forms.ts';
import { SOMETHING_WENT_WRONG } from './sentences.ts';

export type View = webApi.ViewsUpdateArguments['view'];

/**
 * Opens a modal at once, since a `trigger_id` is good for three seconds, acknowledges the click, and
 * fills the modal when there is something to show. What fails is said in it, and thrown after that.
 */
export async function openModal(
  { client, ack }: { readonly client: webApi.WebClient; readonly ack: () => Promise<unknown> },
  triggerId: string,
  fill: () => Promise<View>,
): Promise<void> {
  const opened = await ackAfter(
    ack,
    client.views.open({
      trigger_id: triggerId,
      view: loadingModal('Reading the task as it is now…'),
    }),
  );
  const view = await fill().catch((error: unknown) => ({ error }));
  const isFailed = 'error' in view;
  await client.views.update({
    view_id: opened.view?.id ?? '',
    ...(opened.view?.hash ? { hash: opened.view.hash } : {}),
    view: isFailed ? noticeModal(SOMETHING_WENT_WRONG) : view,
  });
  if (isFailed) throw view.error;
}
