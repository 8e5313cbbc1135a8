import type { Person } from '#src/approval/record/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { KeepOnAir } from '#src/ending/keep-on-air.ts';
import type { LetEndResult } from '#src/ending/let-end.ts';
import type { Purpose } from '#src/ports/draft.ts';
import { fromEndValue, fromTaskValue, type TaskRef } from '#src/slack/kit/ids.ts';
import { messageFrom } from '#src/slack/kit/message.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import { escapedWithin, mention, moment } from '#src/slack/kit/text.ts';
import { type MembersDeps, openForMember } from '#src/slack/modal/members-only.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import { respondLater } from '#src/slack/modal/respond-later.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import { unreadSentence } from '#src/slack/task/find-task.ts';
import { endingSentence } from '#src/slack/task/task-sentences.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ButtonArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';

interface Deps extends MembersDeps {
  readonly projects: SlackProjects;
  readonly approval: Pick<ApprovalService, 'whyNotMember' | 'whyNotRequest'>;
  readonly keepOnAir: Pick<KeepOnAir, 'noticed' | 'letEnd'>;
  /** Opens the form for a change. */
  readonly forms: {
    readonly begin: (
      asked: { readonly person: Person; readonly purpose: Purpose } & Partial<TaskRef>,
      words: Words,
    ) => Promise<View>;
  };
}

/** Extend…: opens the short form with a later end. */
export function handleExtend(deps: Deps) {
  return async (args: ButtonArgs): Promise<void> => {
    const asked = { purpose: 'extend' as const, ...fromTaskValue(args.action.value ?? '') };
    await openForMember(deps, args, (words, person) =>
      deps.forms.begin({ person, ...asked }, words),
    );
  };
}

/** Let it end: recorded with the person, who must be allowed to request a change of the task. */
export function handleLetEnd(deps: Deps) {
  return async ({ ack, action, body, respond }: ButtonArgs): Promise<void> => {
    await ack();
    const person = personOf(body);
    await respondLater(deps, { respond, person }, async (words) => [
      messageFrom(await answer(deps, action.value ?? '', person, words)),
    ]);
  };
}

async function answer(deps: Deps, value: string, person: Person, words: Words): Promise<string> {
  const ref = fromEndValue(value);
  const noticed = ref && (await deps.keepOnAir.noticed(ref.notice, ref.task));
  const project = noticed && deps.projects.get(noticed.project.name);
  if (!project) return words.endNotice.expired;
  const refusal = await deps.approval.whyNotRequest(project, person);
  if (refusal) return `🔒 ${refusalSentence(refusal, words)}`;
  return resultSentence(await deps.keepOnAir.letEnd(noticed, person), words);
}

function resultSentence(result: LetEndResult, words: Words): string {
  const { endNotice } = words;
  if (result.kind === 'unread') return unreadSentence(result.failure, words);
  const task = escapedWithin(result.end.name, 150);
  switch (result.kind) {
    case 'recorded':
      return endNotice.recorded(task);
    case 'already':
      return endNotice.already(task, mention(result.mark.by.userId), moment(result.mark.atMs));
    case 'task_gone':
      return endNotice.taskGone(task);
    case 'changed':
      return result.ending
        ? endNotice.changed(task, endingSentence(result.ending, words))
        : endNotice.changedNoEnd(task);
  }
}
