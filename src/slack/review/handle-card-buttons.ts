import type { BlockAction } from '@slack/bolt';
import type { Result } from '#src/approval/approval-context.ts';
import { withWayBackNow } from '#src/approval/links/predecessor.ts';
import { type ChangeRequest, isClosed, type Person } from '#src/approval/record/change-request.ts';
import type { MeasuredFacts } from '#src/approval/record/findings.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { isSameRequest } from '#src/approval/record/viewed-version.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { mayBeFollowed } from '#src/approval/states/chain.ts';
import type { RivalTasks } from '#src/ports/rivals.ts';
import type { MessageRef } from '#src/ports/shown.ts';
import { PREVIEW_WAIT_MS, type SourceLooks } from '#src/ports/source-checks.ts';
import { requestLines } from '#src/slack/card/request-summary.ts';
import type { Notifier } from '#src/slack/channel/notifier.ts';
import { SlackFullError } from '#src/slack/channel/paced-posting.ts';
import type { AgainPurpose, FormFlow } from '#src/slack/form/form-flow.ts';
import { allSourcesOf } from '#src/slack/form/handle-submission.ts';
import type { HomePublisher } from '#src/slack/home/publish-home.ts';
import { ACTION, type ButtonValue, fromButtonValue } from '#src/slack/kit/ids.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import { type MembersDeps, openForMember, stepForMember } from '#src/slack/modal/members-only.ts';
import { noticeModal, refusedModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import { ackAfter } from '#src/slack/transport/ack.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ButtonArgs } from '#src/slack/transport/handler-args.ts';
import { isNoAccess } from '#src/slack/transport/slack-errors.ts';
import type { Words } from '#src/slack/words/index.ts';
import { reviewBatch } from './batch-review.ts';
import type { LiveNow } from './decision-inputs.ts';
import { reviewModal } from './review-modal.ts';

export interface CardDeps extends MembersDeps {
  readonly projects: SlackProjects;
  readonly approval: ApprovalService;
  readonly forms: FormFlow;
  readonly notifier: Pick<Notifier, 'refresh' | 'retire'>;
  readonly homes: Pick<HomePublisher, 'refresh'>;
  readonly sources: Pick<SourceLooks, 'looked'>;
  readonly rivals: Pick<RivalTasks, 'looked'>;
  readonly measured: MeasuredFacts;
  readonly now: () => number;
}

const NOT_FOUND: Refusal = { reason: 'not_found' };

/** The buttons of a card: those that open a modal, and those that do something after Slack's own confirmation. */
export function cardButtons(deps: CardDeps) {
  const { approval, forms } = deps;
  const reviews = opening(deps, (request, person, words) => review(deps, request, person, words));
  // What a form makes is an ordinary request.
  const again = (purpose: AgainPurpose) =>
    opening(deps, (request, person, words) => forms.again(request, person, purpose, words));
  return {
    [ACTION.review]: reviews,
    [ACTION.closeReview]: reviews,
    [ACTION.edit]: again('edit'),
    [ACTION.revert]: again('revert'),
    [ACTION.askAgain]: again('ask_again'),
    [ACTION.followUp]: opening(deps, (...asked) => forms.followUp(...asked)),
    [ACTION.withdraw]: deciding(deps, approval.withdraw),
    [ACTION.retry]: deciding(deps, approval.retry),
    [ACTION.goOn]: deciding(deps, approval.goOn),
    [ACTION.stopRest]: deciding(deps, approval.stopRest),
  };
}

/** Another page of the review of a batch; what was typed there stays. */
export function handleReviewPage(deps: CardDeps) {
  return stepForMember(deps, async ({ view, action, person }, words) => {
    const viewed = fromButtonValue(view.private_metadata);
    const request = viewed && (await loadShown(deps, viewed));
    const page = 'value' in action ? Number(action.value) : 0;
    return request
      ? reviewBatch(deps, request, person, words, page)
      : refusedModal(NOT_FOUND, words);
  });
}

export async function review(
  deps: CardDeps,
  request: ChangeRequest,
  person: Person,
  words: Words,
): Promise<View> {
  if (request.batch) return reviewBatch(deps, request, person, words);
  const isOver = isClosed(request.state);
  const [live, refusal, openOutcomes, chained, checks, rivals, known] = await Promise.all([
    readLive(deps, request),
    deps.approval.whyNotDecide(request, person),
    deps.approval.openOutcomesBeside(request),
    mayBeFollowed(request) ? deps.approval.openBeside(request) : undefined,
    isOver ? undefined : deps.sources.looked(allSourcesOf(request), PREVIEW_WAIT_MS),
    isOver ? undefined : deps.rivals.looked(request.project, request.base, PREVIEW_WAIT_MS),
    isOver ? undefined : deps.measured.stored(request.project),
  ]);
  const nowMs = deps.now();
  const found = { checks, rivals, known };
  const reviewed = withWayBackNow(request, chained);
  return reviewModal(
    { request: reviewed, live, refusal, openOutcomes, chained, ...found, nowMs },
    words,
  );
}

/** The task as it is now, if the decision depends on it; or as the predecessor of a held link will leave it. */
export async function readLive(deps: CardDeps, request: ChangeRequest): Promise<LiveNow> {
  const tasks = deps.projects.get(request.project)?.tasks;
  if (!tasks || !(request.state === 'pending' || request.state === 'held'))
    return { ok: true, task: request.base };
  const onto = request.state === 'held' ? await deps.approval.rebasedOnto(request) : undefined;
  if (onto) return { ok: true, task: onto.task, leftBy: onto.id };
  return tasks.read(request.base.task_id);
}

/** A button that opens a modal: "loading" at once, then the content. */
function opening(
  deps: CardDeps,
  fill: (request: ChangeRequest, person: Person, words: Words) => Promise<View>,
) {
  return async (args: ButtonArgs): Promise<void> => {
    const button = fromButtonValue(args.action.value ?? '');
    await openForMember(deps, args, async (words, person) => {
      const request = button && (await loadShown(deps, button));
      return request ? fill(request, person, words) : refusedModal(NOT_FOUND, words);
    });
    await refreshShown(deps, button, args.body);
  };
}

/** A button that does something: success is shown only by the updated card. */
function deciding(
  deps: CardDeps,
  act: (id: string, person: Person, viewed: ButtonValue) => Promise<Result>,
) {
  return async (args: ButtonArgs): Promise<void> => {
    const { ack, action, body } = args;
    const button = fromButtonValue(action.value ?? '');
    const acted = async (): Promise<void> => {
      const result: Result = button
        ? await act(button.request, personOf(body), button)
        : { ok: false, refusal: NOT_FOUND };
      // A card in a channel and a Home show the result by themselves.
      if (result.ok && (body.message || body.view)) return;
      const words = await deps.words.soon(body.user.id);
      const said = result.ok
        ? requestLines(result.request, undefined, words)
        : `🔒 ${refusalSentence(result.refusal, words)}`;
      await respondToPress(args, said, words);
    };
    await ackAfter(ack, acted());
    await refreshShown(deps, button, body);
  };
}

/** Next to the message with the button, or in a modal if it was pressed in a Home. */
async function respondToPress(
  { body, client, respond }: ButtonArgs,
  text: string,
  words: Words,
): Promise<void> {
  if (body.view) {
    await client.views.open({ trigger_id: body.trigger_id, view: noticeModal(text, words) });
  } else {
    await respond({ response_type: 'ephemeral', replace_original: false, text });
  }
}

/** Updates the card or the Home with the button. */
async function refreshShown(
  deps: CardDeps,
  button: ButtonValue | undefined,
  body: BlockAction,
): Promise<void> {
  const { channel, message } = body;
  if (body.view?.type === 'home') await deps.homes.refresh(personOf(body));
  if (!button || !channel || !message) return;
  try {
    await refreshCard(deps, button, { channel: channel.id, ts: message.ts }, message);
  } catch (error) {
    // The click counted; the outbox updates the card once Slack accepts it again.
    if (!(error instanceof SlackFullError) && !isNoAccess(error)) throw error;
  }
}

/**
 * The request may change meanwhile and the older card arrive last, so the card is updated until nothing has changed.
 */
async function refreshCard(
  { approval, notifier }: CardDeps,
  button: ButtonValue,
  ref: MessageRef,
  message: NonNullable<BlockAction['message']>,
): Promise<void> {
  for (let shown = button.version; ;) {
    const request = await loadShown({ approval }, button);
    if (!request)
      return notifier.retire(ref, { text: message.text ?? '', blocks: message['blocks'] });
    if (request.version === shown) return;
    await notifier.refresh(request, ref);
    shown = request.version;
  }
}

/** The request of a button, but not another one that got its id after the store had lost it. */
export async function loadShown(
  { approval }: { readonly approval: Pick<ApprovalService, 'load'> },
  button: ButtonValue,
): Promise<ChangeRequest | undefined> {
  const request = await approval.load(button.request);
  return request && isSameRequest(request, button) ? request : undefined;
}
