import type { ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { type AskedMove, type MovePlan, whyNotMove } from '#src/approval/submit/move.ts';
import { type Problem, problemsOf } from '#src/relay/rules.ts';
import { type AskedTime, askedTime, unansweredErrors } from '#src/slack/form/asked-times.ts';
import { type PickedTime, pickedTimes } from '#src/slack/form/form-values.ts';
import { ACTION, BLOCK, fromButtonValue } from '#src/slack/kit/ids.ts';
import { problemSentence, refusalPlain } from '#src/slack/kit/sentences.ts';
import { moment } from '#src/slack/kit/text.ts';
import { type MembersDeps, openForMember, stepForMember } from '#src/slack/modal/members-only.ts';
import {
  answerSubmission,
  errorsAnswer,
  type ModalAnswer,
  noticeModal,
  refusedModal,
  viewAnswer,
} from '#src/slack/modal/notice-modals.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ButtonArgs, SubmissionArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import { loadShown } from './handle-card-buttons.ts';
import { approvalsSentence, moveModal, type PlannedMove } from './move-modal.ts';

export interface MoveDeps extends MembersDeps {
  readonly projects: SlackProjects;
  readonly approval: Pick<ApprovalService, 'load' | 'whyNotMember' | 'planMove' | 'move'>;
}

type Values = SubmissionArgs['view']['state']['values'];

/** Move…: a small modal with the time; for the requester, while the request waits for it. */
export function handleMoveButton(deps: MoveDeps) {
  return async (args: ButtonArgs): Promise<void> => {
    const value = args.action.value ?? '';
    await openForMember(deps, args, async (words, person) => {
      const button = fromButtonValue(value);
      const request = button && (await loadShown(deps, button));
      if (!request) return refusedModal({ reason: 'not_found' }, words);
      const refusal = whyNotMove(request, person);
      return refusal ? refusedModal(refusal, words) : moveModal(request, value, {}, words);
    });
  };
}

/** A time was chosen: shows what viewers would see, and what becomes of the approvals. */
export function handleMoveTime(deps: MoveDeps) {
  return stepForMember(deps, async ({ view, person }, words) => {
    const value = view.private_metadata;
    const times = timesIn(view.state.values);
    const asked = askedIn(value, times, person);
    const planned = asked && (await plan(deps, asked));
    if (!planned?.request) return noticeModal(words.notices.formGone, words);
    const doubts = doubtsIn(deps, times, planned.request, person);
    return moveModal(planned.request, value, { planned, doubts }, words);
  });
}

/** Moves it, or says under the time why not. */
export function handleMove(deps: MoveDeps) {
  return async ({ ack, view, body }: SubmissionArgs): Promise<void> => {
    const person = personOf(body);
    const words = await deps.words.soon(person.userId);
    const times = timesIn(view.state.values);
    const asked = askedIn(view.private_metadata, times, person);
    const block = BLOCK.applyAt;
    if (!asked) return ack(errorsAnswer({ [block]: words.moves.missing }));
    await answerSubmission(
      ack,
      { [block]: words.notices.somethingWentWrong },
      moved(deps, { asked, times, value: view.private_metadata }, words),
    );
  };
}

async function moved(
  deps: MoveDeps,
  submitted: {
    readonly asked: AskedMove;
    readonly times: readonly PickedTime[];
    readonly value: string;
  },
  words: Words,
): Promise<ModalAnswer> {
  const { asked, times, value } = submitted;
  const planned = await plan(deps, asked);
  const { request } = planned;
  const doubts = request ? doubtsIn(deps, times, request, asked.person) : [];
  if (request && doubts.some(({ meantMs }) => meantMs === undefined)) {
    const missing = unansweredErrors(times, words);
    return Object.keys(missing).length > 0
      ? errorsAnswer(missing)
      : viewAnswer(moveModal(request, value, { planned, doubts }, words));
  }
  const wrong = planned.ok ? planned.problems[0] : undefined;
  if (wrong) {
    const block = wrong.field === 'then_back' ? BLOCK.thenBack : BLOCK.applyAt;
    return errorsAnswer({ [block]: problemSentence(wrong, words) });
  }
  const result = await deps.approval.move(asked);
  if (!result.ok) {
    const zone = deps.projects.get(result.request?.project ?? '')?.timeZone ?? 'UTC';
    const block = result.refusal.reason === 'back_too_early' ? BLOCK.thenBack : BLOCK.applyAt;
    return errorsAnswer({ [block]: refusalPlain(result.refusal, words, zone) });
  }
  const said = [
    words.moves.done(result.request.id, moment(asked.applyAtMs)),
    ...(planned.ok ? [approvalsSentence(planned, words)] : []),
  ];
  return viewAnswer(noticeModal(said.join('\n'), words, { title: words.moves.doneTitle }));
}

/** What the move would do, and which values would be refused at its times. */
async function plan(deps: MoveDeps, asked: AskedMove): Promise<PlannedMove> {
  const planned = await deps.approval.planMove(asked);
  return { ...planned, problems: planned.ok ? problemsIn(deps, planned) : [] };
}

function problemsIn(
  { projects }: Pick<MoveDeps, 'projects'>,
  { request, content }: Extract<MovePlan, { readonly ok: true }>,
): readonly Problem[] {
  const sources = projects.get(request.project)?.sources;
  if (!sources) return [];
  const { base, change, applyAtMs = 0, wayBack } = content;
  const back = wayBack ? problemsOf({ ...wayBack, sources, nowMs: wayBack.applyAtMs }) : [];
  return [
    ...problemsOf({ base, change, sources, nowMs: applyAtMs }),
    ...back.map((problem): Problem => ({ ...problem, field: 'then_back' })),
  ];
}

/** The times that were picked, and what was meant where that was asked. */
function timesIn(values: Values): PickedTime[] {
  return pickedTimes(values, [BLOCK.applyAt, BLOCK.thenBack], ACTION.moveTime);
}

/** The ambiguous ones among them; those that the request has already are not. */
function doubtsIn(
  { projects, words }: MoveDeps,
  times: readonly PickedTime[],
  { project, applyAtMs, wayBack }: ChangeRequest,
  { userId }: Person,
): AskedTime[] {
  const zone = words.timeZone(userId) ?? projects.get(project)?.timeZone ?? 'UTC';
  const held = [applyAtMs, wayBack?.applyAtMs];
  return times
    .filter(({ pickedMs }) => !held.includes(pickedMs))
    .flatMap((time) => askedTime(time, zone) ?? []);
}

/** Undefined where a time is missing, or the modal is not ours. */
function askedIn(
  value: string,
  times: readonly PickedTime[],
  person: Person,
): AskedMove | undefined {
  const viewed = fromButtonValue(value);
  const timeIn = (block: string): number | undefined => {
    const time = times.find((each) => each.block === block);
    return time && (time.meantMs ?? time.pickedMs);
  };
  const [applyAtMs, backAtMs] = [timeIn(BLOCK.applyAt), timeIn(BLOCK.thenBack)];
  if (!viewed || applyAtMs === undefined) return undefined;
  return { ...viewed, id: viewed.request, person, applyAtMs, backAtMs };
}
