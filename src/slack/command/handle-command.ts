import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs, webApi } from '@slack/bolt';
import { runCommand } from '#commands/index.ts';
import type { Person } from '#src/approval/change-request.ts';
import type { Endings } from '#src/ending/ports.ts';
import { beginBatch } from '#src/slack/batch/begin-batch.ts';
import type { BatchDeps } from '#src/slack/batch/offer-batch.ts';
import type { Message } from '#src/slack/kit/message.ts';
import { typedText } from '#src/slack/kit/text.ts';
import { type MembersDeps, openForMember } from '#src/slack/modal/members-only.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import { respondLater } from '#src/slack/modal/respond-later.ts';
import { type PresetDeps, presetsAnswer } from '#src/slack/preset/handle-presets.ts';
import {
  historyAnswer,
  type RequestListDeps,
  requestsAnswer,
  showRequestAnswer,
} from '#src/slack/request-list/handle-requests.ts';
import { scheduleAnswer } from '#src/slack/request-list/handle-schedule.ts';
import { listAnswer, showAnswer } from '#src/slack/task/handle-tasks.ts';
import { asRunAnswer, type AsRunDeps } from '#src/slack/watch/handle-as-run.ts';
import { watchAnswer, type WatchDeps, watchesAnswer } from '#src/slack/watch/handle-watch.ts';
import type { Words } from '#src/slack/words/index.ts';
import { auditAnswer, type AuditDeps } from './handle-audit.ts';
import { explainAnswer, type ExplainDeps, explainRequestAnswer } from './handle-explain.ts';
import { type FreezeDeps, freezeAnswer, freezesAnswer, unfreezeAnswer } from './handle-freeze.ts';
import { isLong, type LongReply, renderReply } from './replies.ts';

type CommandDeps = MembersDeps &
  PresetDeps &
  BatchDeps &
  WatchDeps &
  AsRunDeps &
  RequestListDeps &
  AuditDeps &
  ExplainDeps &
  FreezeDeps & { readonly endings: Endings; readonly now: () => number };

/**
 * `/relay …`: answered at once, by a modal that is filled once the task is read, or after the acknowledgement if the
 * answer takes a call.
 */
export function handleCommand(deps: CommandDeps) {
  return async ({
    ack,
    command,
    client,
    respond,
  }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const reply = runCommand(typedText(command.text), [...deps.projects.keys()]);
    const person = { userId: command.user_id };
    const { channel_id: channel, channel_name: channelName } = command;
    const body = { user: { id: command.user_id }, trigger_id: command.trigger_id };
    const open = (fill: (words: Words) => Promise<View>): Promise<void> =>
      openForMember(deps, { client, ack, body }, fill);
    switch (reply.kind) {
      case 'form':
        return open((words) => deps.forms.begin({ person, ...reply }, words));
      case 'apply':
        return open((words) => beginBatch(deps, { ...reply, person }, words));
      case 'revert':
        return open((words) => deps.forms.againById(reply.request, person, 'revert', words));
      default:
    }
    if (isLong(reply)) {
      await ack();
      const place = { client, channel, channelName, by: person };
      return respondLater(deps, { respond, person }, (words) =>
        longAnswer(deps, reply, place, words),
      );
    }
    const words = await deps.words.soon(person.userId);
    await ack({ response_type: 'ephemeral', ...renderReply(reply, words) });
  };
}

/** Where something was typed, and by whom. */
interface Place {
  readonly client: webApi.WebClient;
  readonly channel: string;
  readonly channelName: string;
  readonly by: Person;
}

/** A reply that comes after the acknowledgement, as messages. */
function longAnswer(
  deps: CommandDeps,
  reply: LongReply,
  { client, channel, channelName, by }: Place,
  words: Words,
): Promise<Message[]> {
  switch (reply.kind) {
    case 'list':
      return listAnswer(deps, { ...reply, page: 0 }, words);
    case 'show':
      return showAnswer(deps, reply, words);
    case 'requests':
      return requestsAnswer(deps, reply, by, words);
    case 'history':
      return historyAnswer(deps, reply, by, words);
    case 'as_run':
      return asRunAnswer(deps, reply, words);
    case 'schedule':
      return scheduleAnswer(deps, reply, words);
    case 'show_request':
      return showRequestAnswer(deps, reply.request, words);
    case 'explain':
      return explainAnswer(deps, reply, words);
    case 'explain_request':
      return explainRequestAnswer(deps, reply.request, words);
    case 'audit':
      return auditAnswer(deps, { ...reply, by }, words);
    case 'presets':
      return presetsAnswer(deps, reply, by, words);
    case 'watches':
      return watchesAnswer(deps, channel, words);
    case 'watch':
      return watchAnswer(deps, client, { ...reply, channel, channelName, by }, words);
    case 'freezes':
      return freezesAnswer(deps, reply, words);
    case 'freeze':
      return freezeAnswer(deps, { ...reply, by }, words);
    case 'unfreeze':
      return unfreezeAnswer(deps, { ...reply, by }, words);
  }
}
