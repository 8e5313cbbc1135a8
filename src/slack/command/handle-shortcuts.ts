import {
  type AllMiddlewareArgs,
  type GlobalShortcut,
  type MessageShortcut,
  type SlackShortcutMiddlewareArgs,
  webApi,
} from '@slack/bolt';
import type { ApprovalService } from '#src/approval/service.ts';
import type { FormFlow } from '#src/slack/form/form-flow.ts';
import { METADATA_EVENT } from '#src/slack/kit/ids.ts';
import { type MembersDeps, openForMember } from '#src/slack/modal/members-only.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import { isSlackAway, slackErrorName } from '#src/slack/transport/slack-errors.ts';

interface Deps extends MembersDeps {
  readonly approval: Pick<ApprovalService, 'load' | 'whyNotMember'>;
  readonly forms: FormFlow;
  readonly identity: { readonly botId: string };
}

type GlobalArgs = SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs;
type MessageArgs = SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs;

/** The global shortcut: the form, which asks for the task first. */
export function handleAskShortcut(deps: Deps) {
  return (args: GlobalArgs): Promise<void> =>
    openForMember(deps, args, (words, person) => deps.forms.begin({ person }, words));
}

/** The message shortcut: the form for the relay task of a card, its thread or a result. */
export function handleMessageShortcut(deps: Deps) {
  return async (args: MessageArgs): Promise<void> => {
    await openForMember(deps, args, async (words, person) => {
      const id = await requestShownBy(deps, args.client, args.body);
      const request = id === undefined ? undefined : await deps.approval.load(id);
      if (!request) return noticeModal(words.notices.notACard, words);
      if (request.batch) return noticeModal(words.batches.notSingle(request.id), words);
      const { project, base } = request;
      return deps.forms.begin({ person, project, task: base.task_id }, words);
    });
  };
}

/**
 * The request of a message or of its thread. It is read from the metadata, which Slack does not send with a shortcut;
 * the text of a message proves nothing.
 */
async function requestShownBy(
  { identity }: Deps,
  client: webApi.WebClient,
  { channel, message }: MessageShortcut,
): Promise<string | undefined> {
  const threadTs: unknown = message['thread_ts'];
  const ts = typeof threadTs === 'string' ? threadTs : message.ts;
  const where = { channel: channel.id, ts, limit: 1, include_all_metadata: true };
  const { messages = [] } = await client.conversations.replies(where).catch((error: unknown) => {
    // A channel that the bot is not in holds no card of its own.
    if (slackErrorName(error) !== undefined && !isSlackAway(error)) return { messages: [] };
    throw error;
  });
  const [first] = messages;
  if (first?.bot_id !== identity.botId || first.metadata?.event_type !== METADATA_EVENT) {
    return undefined;
  }
  const payload: Readonly<Record<string, unknown>> = { ...first.metadata.event_payload };
  return typeof payload['request'] === 'string' ? payload['request'] : undefined;
}
