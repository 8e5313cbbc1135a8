import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs, webApi } from '@slack/bolt';
import type { Reply, ReplyKind, SaidAtOnceKind } from '#commands/command.ts';
import { runCommand } from '#commands/index.ts';
import type { Person } from '#src/approval/record/change-request.ts';
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
import { renderReply } from './replies.ts';

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

/** Replies that need the Live API or the store, and come after the acknowledgement. */
type LongKind = Exclude<ReplyKind, SaidAtOnceKind | 'form' | 'apply' | 'revert'>;

type Answer<Kind extends LongKind> = (
  deps: CommandDeps,
  asked: Reply<Kind> & Place,
  words: Words,
) => Promise<Message[]>;

const ANSWERS: { readonly [Kind in LongKind]: Answer<Kind> } = {
  list: listAnswer,
  show: showAnswer,
  requests: requestsAnswer,
  history: historyAnswer,
  as_run: asRunAnswer,
  schedule: scheduleAnswer,
  show_request: showRequestAnswer,
  explain: explainAnswer,
  explain_request: explainRequestAnswer,
  audit: auditAnswer,
  presets: presetsAnswer,
  watches: watchesAnswer,
  watch: (deps, asked, words) => watchAnswer(deps, asked.client, asked, words),
  freezes: freezesAnswer,
  freeze: freezeAnswer,
  unfreeze: unfreezeAnswer,
};

function isLong(reply: Reply): reply is Reply<LongKind> {
  return Object.hasOwn(ANSWERS, reply.kind);
}

function longAnswer<Kind extends LongKind>(
  deps: CommandDeps,
  reply: Reply<Kind>,
  place: Place,
  words: Words,
): Promise<Message[]> {
  const answer: Answer<Kind> = ANSWERS[reply.kind];
  return answer(deps, { ...reply, ...place }, words);
}
