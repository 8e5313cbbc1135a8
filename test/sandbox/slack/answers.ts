import { fieldsOf, stringOf, type Fields } from './json.ts';
import { postMessage, readContent } from './messages.ts';
import { refuse } from './refusal.ts';
import type { Ephemeral, ResponseUrl } from './types.ts';
import { BOT, type Workspace } from './workspace.ts';

const usesAllowed = 5;
const lifetimeMs = 30 * 60_000;

type Answer = {
  readonly personId: string;
  readonly channel: string;
  readonly body: Fields;
  readonly from: Ephemeral['from'];
  readonly threadTs?: string;
};

/** An answer to a command or a click: for one person, unless it is for the channel. */
export const addAnswer = (workspace: Workspace, answer: Answer): Ephemeral | undefined => {
  const { personId, channel, body, from, threadTs } = answer;
  const content = readContent(workspace, body);
  if (body['response_type'] === 'in_channel') {
    postMessage(workspace, {
      channel,
      content,
      user: BOT.user,
      botId: BOT.id,
      ...(threadTs === undefined ? {} : { threadTs }),
    });
    return undefined;
  }
  const ephemeral: Ephemeral = {
    ts: workspace.newTs(),
    channel,
    user: personId,
    ...content,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    from,
  };
  workspace.ephemerals.push(ephemeral);
  workspace.changed();
  return ephemeral;
};

const changeOriginal = (workspace: Workspace, url: ResponseUrl, body: Fields): boolean => {
  const { original, channel } = url;
  if (original === undefined) return false;
  const { ephemerals } = workspace;
  const target = original.isEphemeral
    ? ephemerals.find(({ ts }) => ts === original.ts)
    : workspace.findMessage(channel, original.ts);
  if (body['delete_original'] === true) {
    if (target === undefined) return true;
    if (original.isEphemeral)
      ephemerals.splice(
        ephemerals.findIndex((entry) => entry === target),
        1,
      );
    const home = workspace.channels.get(channel);
    if (home !== undefined) home.messages = home.messages.filter((entry) => entry !== target);
    workspace.changed();
    return true;
  }
  if (body['replace_original'] !== true) return false;
  const content = readContent(workspace, body);
  if (target === undefined) return false;
  Object.assign(target, content);
  workspace.changed();
  return true;
};

/** One use of a response_url. Refusals carry Slack's names; the caller turns them into statuses. */
export const useResponseUrl = (workspace: Workspace, id: string, given: unknown): void => {
  const body = fieldsOf(given);
  const url = workspace.responseUrls.get(id) ?? refuse('invalid_url');
  if (workspace.now() - url.atMs > lifetimeMs) refuse('expired_url');
  if (url.uses >= usesAllowed) refuse('used_url');
  url.uses += 1;
  if (changeOriginal(workspace, url, body)) return;
  if (body['delete_original'] === true) return;
  const threadTs = stringOf(body['thread_ts']);
  addAnswer(workspace, {
    personId: url.personId,
    channel: url.channel,
    body,
    from: 'response_url',
    ...(threadTs === '' ? {} : { threadTs }),
  });
};
