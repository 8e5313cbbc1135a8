import type { KnownBlock } from '@slack/types';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '#src/approval/approval-context.ts';
import { missingApprovals } from '#src/approval/policy/asked-people.ts';
import type { ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { outcomeBlocks } from '#src/slack/card/outcome-blocks.ts';
import { quote, richText, section } from '#src/slack/kit/blocks.ts';
import { BLOCK, type ButtonValue, fromButtonValue } from '#src/slack/kit/ids.ts';
import { chosenIn, typedIn } from '#src/slack/kit/inputs.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import { asMention, openSentence } from '#src/slack/kit/slot-sentences.ts';
import { moment } from '#src/slack/kit/text.ts';
import { viewForMember } from '#src/slack/modal/members-only.ts';
import {
  answerSubmission,
  errorsAnswer,
  type ModalAnswer,
  noticeModal,
  refusedModal,
  viewAnswer,
} from '#src/slack/modal/notice-modals.ts';
import { replaceModal, type View } from '#src/slack/modal/open-modal.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { SubmissionArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { type CardDeps, loadShown, readLive, review } from './handle-card-buttons.ts';

/** Handles a decision, which is stored before Slack is answered. */
export function handleReviewSubmission(deps: CardDeps) {
  return async ({ ack, client, view, body }: SubmissionArgs): Promise<void> => {
    const viewed = fromButtonValue(view.private_metadata);
    const { values } = view.state;
    const kind = chosenIn(values, BLOCK.decision);
    const person = personOf(body);
    const words = await deps.words.soon(person.userId);
    if (viewed && kind === 'rebase') {
      return replaceModal({ client, ack }, { viewId: view.id, words, sleep }, () =>
        viewForMember(deps, person, words, () => rebased(deps, viewed, person, words)),
      );
    }
    if (!viewed || (kind !== 'approve' && kind !== 'reject')) {
      return ack(errorsAnswer({ [BLOCK.decision]: words.review.chooseOne }));
    }
    const note = typedIn(values, BLOCK.note) || undefined;
    const decided = deps.approval.decide({ ...viewed, id: viewed.request, kind, person, note });
    const title = words.modal.done[kind === 'approve' ? 'approved' : 'rejected'];
    const say = (request: ChangeRequest): string => decidedSentence(request, kind, words);
    const answer = answerTo(decided, { title, say, note, block: BLOCK.decision }, words);
    await answerSubmission(ack, { [BLOCK.decision]: words.notices.somethingWentWrong }, answer);
  };
}

/** What the person who decided reads in place of the review. */
export function decidedSentence(
  request: ChangeRequest,
  kind: 'approve' | 'reject',
  words: Words,
): string {
  const said = words.review;
  if (kind === 'reject') return said.youRejected(request.id);
  const open = openSentence(request, asMention, words);
  if (open !== undefined) {
    const missing = missingApprovals(request);
    return `${said.youApprovedOf(request.id, missing)} ${words.slots.open(open)}`;
  }
  const runMs = runsAtMs(request);
  return runMs === undefined
    ? said.youApproved(request.id)
    : said.youApprovedFor(request.id, moment(runMs));
}

/** The request does not exist. */
const NOTHING_VIEWED: ButtonValue = { request: '', version: 0, digest: '' };

/** Signs off a change that was run without approval, with a note. */
export function handleAfterReview(deps: CardDeps) {
  return async ({ ack, view, body }: SubmissionArgs): Promise<void> => {
    const { request: id, ...viewed } = fromButtonValue(view.private_metadata) ?? NOTHING_VIEWED;
    const person = personOf(body);
    const note = typedIn(view.state.values, BLOCK.note);
    const words = await deps.words.soon(person.userId);
    const closed = deps.approval.closeReview({ ...viewed, id, person, note });
    const title = words.modal.done.signedOff;
    const say = (request: ChangeRequest): string => words.review.after.closed(request.id);
    const answer = answerTo(closed, { title, say, note, block: BLOCK.note }, words);
    await answerSubmission(ack, { [BLOCK.note]: words.notices.somethingWentWrong }, answer);
  };
}

/** The result replaces the review; what can be corrected, or tried again, keeps it open with what was typed. */
async function answerTo(
  decided: Promise<Result>,
  done: {
    readonly title: (id: string) => string;
    readonly say: (request: ChangeRequest) => string;
    readonly note: string | undefined;
    /** Where it is said that it has to be tried again. */
    readonly block: string;
  },
  words: Words,
): Promise<ModalAnswer> {
  const result = await decided;
  const more = result.request ? outcomeBlocks(result.request, words) : [];
  if (result.ok) {
    const title = done.title(result.request.id);
    return viewAnswer(noticeModal(done.say(result.request), words, { title, more }));
  }
  const { refusals, modal } = words;
  // What the person can put right in the open modal, or by waiting.
  switch (result.refusal.reason) {
    case 'note_missing':
      return errorsAnswer({ [BLOCK.note]: refusals.note_missing });
    case 'effects_changed':
      return errorsAnswer({ [BLOCK.decision]: refusals.effects_changed });
    case 'identity_unavailable':
    case 'busy':
      return errorsAnswer({ [done.block]: refusals[result.refusal.reason] });
    default: {
      const said = `🔒 ${refusalSentence(result.refusal, words)}`;
      const title = modal.done.notCounted;
      return viewAnswer(
        noticeModal(said, words, { title, more: [...more, ...typed(done.note, words)] }),
      );
    }
  }
}

/** A note that did not count, to be copied. */
function typed(note: string | undefined, { review: said }: Words): KnownBlock[] {
  return note ? [section(said.youTyped), richText(quote(visible(note)))] : [];
}

/** Rebases onto the task's current settings, and shows the review of the new version. */
async function rebased(
  deps: CardDeps,
  viewed: ButtonValue,
  person: Person,
  words: Words,
): Promise<View> {
  const request = await loadShown(deps, viewed);
  if (!request) return refusedModal({ reason: 'not_found' }, words);
  const live = await readLive(deps, request);
  if (live.ok !== true) return review(deps, request, person, words);
  const result = await deps.approval.rebase(request.id, person, viewed, live.task);
  return result.ok
    ? review(deps, result.request, person, words)
    : refusedModal(result.refusal, words);
}
