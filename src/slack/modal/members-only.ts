import type { ViewOutput } from '@slack/bolt';
import type { Person } from '#src/approval/record/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import type { PersonalWords } from '#src/slack/people/personal-words.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ChoiceArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import { noticeModal } from './notice-modals.ts';
import { openModal, updateOpenModal, type View } from './open-modal.ts';

/** What decides who may see tasks and requests. */
export interface MembersDeps {
  readonly approval: Pick<ApprovalService, 'whyNotMember'>;
  readonly words: PersonalWords;
}

/**
 * Only full members of the workspace may see tasks, reasons and playlists. Undefined for them, otherwise the sentence
 * that says so; also if Slack cannot say who somebody is.
 */
export async function whyNotLook(
  { approval }: Pick<MembersDeps, 'approval'>,
  person: Person,
  words: Words,
): Promise<string | undefined> {
  const refusal = await approval.whyNotMember(person);
  return refusal && `🔒 ${refusalSentence(refusal, words)}`;
}

/** A click or a command, as far as opening a modal needs it. */
type Opening = Parameters<typeof openModal>[0] & {
  readonly body: { readonly user: { readonly id: string }; readonly trigger_id: string };
};

/** Opens a modal for a full member; others read in it why they see nothing. */
export function openForMember(
  deps: MembersDeps,
  { client, ack, body }: Opening,
  fill: (words: Words, person: Person) => Promise<View>,
  { isOnTop }: { readonly isOnTop?: boolean } = {},
): Promise<void> {
  const person = personOf(body);
  const asked = { triggerId: body.trigger_id, userId: person.userId, words: deps.words, isOnTop };
  return openModal({ client, ack }, asked, (words) =>
    viewForMember(deps, person, words, () => fill(words, person)),
  );
}

/** What happened in an open modal. */
interface Step {
  readonly view: ViewOutput;
  readonly action: ChoiceArgs['action'];
  readonly person: Person;
}

/** Handles a choice or a button in the modal of a full member: the next view takes its place. */
export function stepForMember(
  deps: MembersDeps,
  next: (step: Step, words: Words) => Promise<View>,
) {
  return async ({ ack, action, body, client }: ChoiceArgs): Promise<void> => {
    await ack();
    const { view, trigger_id } = body;
    if (!view) return;
    const person = personOf(body);
    const words = await deps.words.of(person.userId);
    await updateOpenModal(client, { view, trigger_id }, words, () =>
      viewForMember(deps, person, words, () => next({ view, action, person }, words)),
    );
  };
}

/** Slack is asked while the view is being made, to save time; the view is dropped if the person may not see it. */
export async function viewForMember(
  deps: MembersDeps,
  person: Person,
  words: Words,
  fill: () => Promise<View>,
): Promise<View> {
  const [why, view] = await Promise.all([whyNotLook(deps, person, words), fill()]);
  return why === undefined ? view : noticeModal(why, words);
}
