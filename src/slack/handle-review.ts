import type { AllMiddlewareArgs, SlackViewMiddlewareArgs } from '@slack/bolt';
import type { Person } from '#src/approval/change-request.ts';
import { outcomeBlocks } from './card.ts';
import { loadingModal, noticeModal } from './forms.ts';
import { type CardRoom, readLive, review } from './handle-card.ts';
import { ACTION, BLOCK, type ButtonValue, fromButtonValue } from './ids.ts';
import type { View } from './open-modal.ts';
import { decidedSentence, refusalSentence, SOMETHING_WENT_WRONG } from './sentences.ts';

type Submission = SlackViewMiddlewareArgs & AllMiddlewareArgs;

/** The review was submitted with a decision. It is in the store before Slack is answered. */
export function handleReviewSubmission(room: CardRoom) {
  return async (args: Submission): Promise<void> => {
    const { ack, view, body } = args;
    const seen = fromButtonValue(view.private_metadata);
    const values = view.state.values;
    const kind = values[BLOCK.decision]?.[ACTION.value]?.selected_option?.value;
    const person = { teamId: body.user.team_id ?? body.team?.id ?? '', userId: body.user.id };
    if (seen && kind === 'rebase') {
      await rebase(room, args, seen, person);
    } else if (seen && (kind === 'approve' || kind === 'reject')) {
      const note = values[BLOCK.note]?.[ACTION.value]?.value?.trim();
      await decide(room, args, { seen, kind, person, note: note === '' ? undefined : note });
    } else {
      const errors = { [BLOCK.decision]: 'Please choose one.' };
      await ack({ response_action: 'errors', errors });
    }
  };
}

async function decide(
  room: CardRoom,
  { ack }: Submission,
  decision: {
    readonly seen: ButtonValue;
    readonly kind: 'approve' | 'reject';
    readonly person: Person;
    readonly note: string | undefined;
  },
): Promise<void> {
  const { seen, kind, person, note } = decision;
  const result = await room.approval
    .decide({ id: seen.request, version: seen.version, digest: seen.digest, kind, person, note })
    .catch((error: unknown) => ({ error }));
  if ('error' in result) {
    const errors = { [BLOCK.decision]: SOMETHING_WENT_WRONG };
    await ack({ response_action: 'errors', errors });
    throw result.error;
  }
  if (!result.ok && result.refusal.reason === 'note_missing') {
    const errors = { [BLOCK.note]: refusalSentence(result.refusal) };
    await ack({ response_action: 'errors', errors });
    return;
  }
  const sentence = result.ok
    ? decidedSentence(result.request, kind)
    : `🔒 ${refusalSentence(result.refusal)}`;
  const more = result.request ? outcomeBlocks(result.request) : [];
  await ack({ response_action: 'update', view: noticeModal(sentence, more) });
}

/** Takes over what others changed meanwhile, and shows the review of the version that makes. */
async function rebase(
  room: CardRoom,
  { ack, client, view }: Submission,
  seen: ButtonValue,
  person: Person,
): Promise<void> {
  await ack({ response_action: 'update', view: loadingModal('Reading the task as it is now…') });
  const next = await rebased(room, seen, person).catch((error: unknown) => ({ error }));
  const isFailed = 'error' in next;
  await client.views.update({
    view_id: view.id,
    view: isFailed ? noticeModal(SOMETHING_WENT_WRONG) : next,
  });
  if (isFailed) throw next.error;
}

async function rebased(room: CardRoom, seen: ButtonValue, person: Person): Promise<View> {
  const request = await room.approval.load(seen.request);
  if (!request) return noticeModal(`🔒 ${refusalSentence({ reason: 'not_found' })}`);
  const live = await readLive(room, request);
  if (live.ok !== true) return review(room, request, person);
  const result = await room.approval.rebase(request.id, person, live.task);
  return result.ok
    ? review(room, result.request, person)
    : noticeModal(`🔒 ${refusalSentence(result.refusal)}`);
}
