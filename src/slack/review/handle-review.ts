import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '#src/approval/approval-context.ts';
import type { ChangeRequest, Person } from '#src/approval/change-request.ts';
import type { Refusal } from '#src/approval/refusal.ts';
import { outcomeBlocks } from '#src/slack/card/outcome-blocks.ts';
import { ACTION, BLOCK, type ButtonValue, fromButtonValue } from '#src/slack/kit/ids.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import { viewForMember } from '#src/slack/modal/members-only.ts';
import {
  errorsAnswer,
  noticeModal,
  refusedModal,
  viewAnswer,
} from '#src/slack/modal/notice-modals.ts';
import { replaceModal, type View } from '#src/slack/modal/open-modal.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { SubmissionArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import { decidedSentence } from './decided-sentence.ts';
import { type CardDeps, loadShown, readLive, review } from './handle-card-buttons.ts';

/** Handles a decision, which is stored before Slack is answered. */
export function handleReviewSubmission(deps: CardDeps) {
  return async (args: SubmissionArgs): Promise<void> => {
    const { ack, view, body } = args;
    const viewed = fromButtonValue(view.private_metadata);
    const values = view.state.values;
    const kind = values[BLOCK.decision]?.[ACTION.value]?.selected_option?.value;
    const person = personOf(body);
    const words = await deps.words.soon(person.userId);
    if (viewed && kind === 'rebase') {
      await rebase(deps, args, { viewed, person, words });
    } else if (viewed && (kind === 'approve' || kind === 'reject')) {
      const note = values[BLOCK.note]?.[ACTION.value]?.value?.trim();
      await decide(deps, args, {
        viewed,
        kind,
        person,
        words,
        note: note === '' ? undefined : note,
      });
    } else {
      await ack(errorsAnswer({ [BLOCK.decision]: words.review.chooseOne }));
    }
  };
}

async function decide(
  deps: CardDeps,
  { ack }: SubmissionArgs,
  decision: {
    readonly viewed: ButtonValue;
    readonly kind: 'approve' | 'reject';
    readonly person: Person;
    readonly words: Words;
    readonly note: string | undefined;
  },
): Promise<void> {
  const { viewed, kind, person, words, note } = decision;
  const result = await deps.approval
    .decide({ ...viewed, id: viewed.request, kind, person, note })
    .catch((error: unknown) => ({ error }));
  const titled = words.modal.done[kind === 'approve' ? 'approved' : 'rejected'];
  const done = (request: ChangeRequest): string => decidedSentence(request, kind, words);
  await respondWithResult(ack, result, { block: BLOCK.decision, titled, done, words });
}

/** The request does not exist. */
const NOTHING_VIEWED: ButtonValue = { request: '', version: 0, digest: '' };

/** Signs off a change that was run without approval, with a note. */
export function handleAfterReview(deps: CardDeps) {
  return async ({ ack, view, body }: SubmissionArgs): Promise<void> => {
    const { request: id, ...viewed } = fromButtonValue(view.private_metadata) ?? NOTHING_VIEWED;
    const person = personOf(body);
    const note = view.state.values[BLOCK.note]?.[ACTION.value]?.value?.trim() ?? '';
    const words = await deps.words.soon(person.userId);
    const result = await deps.approval
      .closeReview({ ...viewed, id, person, note })
      .catch((error: unknown) => ({ error }));
    const done = (request: ChangeRequest): string => words.review.after.closed(request.id);
    await respondWithResult(ack, result, {
      block: BLOCK.note,
      titled: words.modal.done.signedOff,
      done,
      words,
    });
  };
}

/** The result replaces the review; an error that can be corrected keeps it open. */
async function respondWithResult(
  ack: SubmissionArgs['ack'],
  result: Result | { readonly error: unknown },
  said: {
    readonly block: string;
    /** The title, once it is done. */
    readonly titled: (id: string) => string;
    readonly done: (request: ChangeRequest) => string;
    readonly words: Words;
  },
): Promise<void> {
  const { block, titled, done, words } = said;
  if ('error' in result) {
    await ack(errorsAnswer({ [block]: words.notices.somethingWentWrong }));
    throw result.error;
  }
  const errors = result.ok ? undefined : correctableErrors(result.refusal, words);
  if (errors) return ack(errorsAnswer(errors));
  const sentence = result.ok
    ? done(result.request)
    : `🔒 ${refusalSentence(result.refusal, words)}`;
  const more = result.request ? outcomeBlocks(result.request, words) : [];
  const title = result.ok ? titled(result.request.id) : words.modal.done.notCounted;
  await ack(viewAnswer(noticeModal(sentence, words, { title, more })));
}

/** What the person can put right in the modal that is open, by block. Plain text. */
function correctableErrors(
  { reason }: Refusal,
  { refusals }: Words,
): Record<string, string> | undefined {
  if (reason === 'note_missing') return { [BLOCK.note]: refusals.note_missing };
  if (reason === 'effects_changed') return { [BLOCK.decision]: refusals.effects_changed };
  return undefined;
}

interface Rebasing {
  readonly viewed: ButtonValue;
  readonly person: Person;
  readonly words: Words;
}

/** Rebases onto the task's current settings, and shows the review of the new version. */
async function rebase(
  deps: CardDeps,
  { ack, client, view }: SubmissionArgs,
  asked: Rebasing,
): Promise<void> {
  const { person, words } = asked;
  await replaceModal(
    { client, ack: (answer) => ack(answer) },
    { viewId: view.id, words, sleep },
    () => viewForMember(deps, person, words, () => rebased(deps, asked)),
  );
}

async function rebased(deps: CardDeps, { viewed, person, words }: Rebasing): Promise<View> {
  const request = await loadShown(deps, viewed);
  if (!request) return refusedModal({ reason: 'not_found' }, words);
  const live = await readLive(deps, request);
  if (live.ok !== true) return review(deps, request, person, words);
  const result = await deps.approval.rebase(request.id, person, viewed, live.task);
  return result.ok
    ? review(deps, result.request, person, words)
    : refusedModal(result.refusal, words);
}
