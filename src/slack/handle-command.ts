import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { runCommand } from '#commands/index.ts';
import type { FormFlow } from './form-flow.ts';
import { loadingModal, noticeModal } from './forms.ts';
import type { SlackProjects } from './projects.ts';
import { renderReply } from './replies.ts';
import { SOMETHING_WENT_WRONG } from './sentences.ts';

/** `/relay …`: answered at once in words, or by a modal that is filled as soon as the task is read. */
export function handleCommand(room: {
  readonly projects: SlackProjects;
  readonly forms: FormFlow;
}) {
  return async ({
    ack,
    command,
    client,
  }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const reply = runCommand(command.text, [...room.projects.keys()]);
    if (reply.kind !== 'form') {
      await ack({ response_type: 'ephemeral', ...renderReply(reply) });
      return;
    }
    await ack();
    const person = { teamId: command.team_id, userId: command.user_id };
    const opened = await client.views.open({
      trigger_id: command.trigger_id,
      view: loadingModal('Reading the task as it is now…'),
    });
    const view = await room.forms
      .begin({ person, project: reply.project, task: reply.task })
      .catch((error: unknown) => ({ error }));
    // The modal stands open with "loading": whatever happened, it must say so.
    const isFailed = 'error' in view;
    await client.views.update({
      view_id: opened.view?.id ?? '',
      ...(opened.view?.hash ? { hash: opened.view.hash } : {}),
      view: isFailed ? noticeModal(SOMETHING_WENT_WRONG) : view,
    });
    if (isFailed) throw view.error;
  };
}
