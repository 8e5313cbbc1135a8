import type { webApi } from '@slack/bolt';
import { ackAfter } from './ack.ts';
import { loadingModal, noticeModal } from './forms.ts';
import type { PersonalWords } from './personal-words.ts';
import type { Words } from './words/index.ts';

export type View = webApi.ViewsUpdateArguments['view'];

/**
 * Opens a modal at once, since a `trigger_id` is good for three seconds, acknowledges the click, and
 * fills the modal when there is something to show. What fails is said in it, and thrown after that.
 * The first view is in the language that is known without asking, the next one in the person's own.
 */
export async function openModal(
  { client, ack }: { readonly client: webApi.WebClient; readonly ack: () => Promise<unknown> },
  {
    triggerId,
    userId,
    words: personal,
  }: { readonly triggerId: string; readonly userId: string; readonly words: PersonalWords },
  fill: (words: Words) => Promise<View>,
): Promise<void> {
  const opened = await ackAfter(
    ack,
    client.views.open({
      trigger_id: triggerId,
      view: loadingModal(personal.known(userId)),
    }),
  );
  const words = await personal.of(userId);
  const view = await fill(words).catch((error: unknown) => ({ error }));
  const isFailed = 'error' in view;
  await client.views.update({
    view_id: opened.view?.id ?? '',
    ...(opened.view?.hash ? { hash: opened.view.hash } : {}),
    view: isFailed ? noticeModal(words.notices.somethingWentWrong, words) : view,
  });
  if (isFailed) throw view.error;
}
