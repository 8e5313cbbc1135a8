import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { runCommand } from '#commands/index.ts';
import { answerLater } from './answer-later.ts';
import type { FormFlow } from './form-flow.ts';
import { listAnswer, showAnswer } from './handle-list.ts';
import { openModal } from './open-modal.ts';
import { renderReply } from './replies.ts';
import { unescaped } from './text.ts';
import { watchAnswer, watchesAnswer, type WatchRoom } from './watch-commands.ts';

/**
 * `/relay …`: answered at once in words, by a modal that is filled as soon as the task is read, or
 * after the acknowledgement, when the answer takes a call.
 */
export function handleCommand(
  room: WatchRoom & { readonly forms: FormFlow; readonly now: () => number },
) {
  return async ({
    ack,
    command,
    client,
    respond,
  }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const reply = runCommand(unescaped(command.text), [...room.projects.keys()]);
    const person = { teamId: command.team_id, userId: command.user_id };
    const channel = command.channel_id;
    switch (reply.kind) {
      case 'form': {
        const { project, task } = reply;
        await openModal({ client, ack }, command.trigger_id, () =>
          room.forms.begin({ person, project, task }),
        );
        return;
      }
      case 'list':
        await ack();
        await answerLater(respond, listAnswer(room, { ...reply, page: 0 }));
        return;
      case 'show':
        await ack();
        await answerLater(respond, showAnswer(room, reply));
        return;
      case 'watches':
        await ack();
        await answerLater(respond, watchesAnswer(room, channel));
        return;
      case 'watch':
        await ack();
        await answerLater(respond, watchAnswer(room, client, { ...reply, channel, by: person }));
        return;
      default:
        await ack({ response_type: 'ephemeral', ...renderReply(reply) });
    }
  };
}
