import type {
  AllMiddlewareArgs,
  BlockAction,
  ButtonAction,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
} from '@slack/bolt';
import type { ChangeRequest, Person } from '#src/approval/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { outcomeBlocks } from './card.ts';
import { loadingModal, noticeModal } from './forms.ts';
import { ACTION, BLOCK, type ButtonValue, fromButtonValue } from './ids.ts';
import type { Notifier } from './notifier.ts';
import type { SlackProjects } from './projects.ts';
import { type LiveNow, reviewModal } from './review.ts';
import { decidedSentence, refusalSentence, SOMETHING_WENT_WRONG } from './sentences.ts';

interface Room {
  readonly projects: SlackProjects;
  readonly approval: Pick<ApprovalService, 'load' | 'whyNotDecide' | 'decide' | 'withdraw'>;
  readonly notifier: Pick<Notifier, 'repaint'>;
  readonly now: () => number;
}

type ButtonArgs = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;

/** Review…: the whole change, read against the live task at this moment. Anybody may look. */
export function handleReviewButton(room: Room) {
  return async ({ ack, action, body, client }: ButtonArgs): Promise<void> => {
    await ack();
    const opened = await client.views.open({
      trigger_id: body.trigger_id,
      view: loadingModal('Reading the task as it is now…'),
    });
    const button = fromButtonValue(action.value ?? '');
    const view = await review(room, button, personOf(body)).catch((error: unknown) => ({ error }));
    const isFailed = 'error' in view;
    await client.views.update({
      view_id: opened.view?.id ?? '',
      ...(opened.view?.hash ? { hash: opened.view.hash } : {}),
      view: isFailed ? noticeModal(SOMETHING_WENT_WRONG) : view,
    });
    if (isFailed) throw view.error;
    await makeTrue(room, button, body);
  };
}

async function review(room: Room, button: ButtonValue | undefined, person: Person) {
  const request = button && (await room.approval.load(button.request));
  if (!request) return noticeModal(`🔒 ${refusalSentence({ reason: 'not_found' })}`);
  const [live, refusal] = await Promise.all([
    readLive(room, request),
    room.approval.whyNotDecide(request, person),
  ]);
  return reviewModal({ request, live, refusal, nowMs: room.now() });
}

async function readLive(room: Room, request: ChangeRequest): Promise<LiveNow> {
  const tasks = room.projects.get(request.project)?.tasks;
  if (!tasks || request.state !== 'pending') return { ok: true, task: request.base };
  return tasks.read(request.base.task_id);
}

/** Withdraw…, after Slack's own confirmation. */
export function handleWithdrawButton(room: Room) {
  return async ({ ack, action, body, respond }: ButtonArgs): Promise<void> => {
    await ack();
    const button = fromButtonValue(action.value ?? '');
    const result = button
      ? await room.approval.withdraw(button.request, personOf(body))
      : ({ ok: false, refusal: { reason: 'not_found' } } as const);
    if (!result.ok) {
      await respond({
        response_type: 'ephemeral',
        replace_original: false,
        text: `🔒 ${refusalSentence(result.refusal)}`,
      });
    }
    await makeTrue(room, button, body);
  };
}

/** The review was submitted with a decision. */
export function handleReviewSubmission(room: Room) {
  return async ({
    ack,
    view,
    body,
  }: SlackViewMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const seen = fromButtonValue(view.private_metadata);
    const values = view.state.values;
    const kind = values[BLOCK.decision]?.[ACTION.value]?.selected_option?.value;
    const note = values[BLOCK.note]?.[ACTION.value]?.value?.trim();
    if (!seen || (kind !== 'approve' && kind !== 'reject')) {
      await ack({ response_action: 'errors', errors: { [BLOCK.decision]: 'Please choose one.' } });
      return;
    }
    const result = await room.approval
      .decide({
        id: seen.request,
        kind,
        digest: seen.digest,
        note: note === '' ? undefined : note,
        person: { teamId: body.user.team_id ?? body.team?.id ?? '', userId: body.user.id },
      })
      .catch((error: unknown) => ({ error }));
    if ('error' in result) {
      await ack({
        response_action: 'errors',
        errors: { [BLOCK.decision]: SOMETHING_WENT_WRONG },
      });
      throw result.error;
    }
    if (!result.ok && result.refusal.reason === 'note_missing') {
      await ack({
        response_action: 'errors',
        errors: { [BLOCK.note]: refusalSentence(result.refusal) },
      });
      return;
    }
    const sentence = result.ok
      ? decidedSentence(result.request, kind)
      : `🔒 ${refusalSentence(result.refusal)}`;
    const more = result.request ? outcomeBlocks(result.request) : [];
    await ack({ response_action: 'update', view: noticeModal(sentence, more) });
  };
}

/** A card that shows an older version than the store holds is rendered again where it stands. */
async function makeTrue(
  room: Room,
  button: ButtonValue | undefined,
  body: BlockAction,
): Promise<void> {
  const { channel, message } = body;
  const request = button && (await room.approval.load(button.request));
  if (!request || !channel || !message || request.version === button.version) return;
  await room.notifier.repaint(request, { channel: channel.id, ts: message.ts });
}

function personOf(body: BlockAction): Person {
  return { teamId: body.user.team_id ?? body.team?.id ?? '', userId: body.user.id };
}
