import { storedMrkdwn } from './blocks/escape.ts';
import { LIMITS } from './blocks/limits.ts';
import { messageProblems, tableCount, textLength } from './blocks/validate.ts';
import { characters, isFields, listOf, stringOf, type Fields } from './json.ts';
import { asFields, flagArg, objectArg } from './methods/call.ts';
import { refuse, refuseProblems } from './refusal.ts';
import { mentionsIn, storedBlocks } from './stored.ts';
import type { Mention, Message } from './types.ts';
import { BOT, type Workspace } from './workspace.ts';

const metadataBytes = 8000;

export type Content = { text: string; blocks: Fields[]; mentions: Mention[] };

const readBlocks = (args: Fields): unknown[] | undefined => {
  if (args['blocks'] === undefined || args['blocks'] === '') return undefined;
  const blocks = objectArg(args['blocks'], 'invalid_blocks_format');
  return Array.isArray(blocks) ? blocks : refuse('invalid_blocks_format');
};

/** Text and blocks of a message, checked as Slack checks them and stored as it stores them. */
export const readContent = (workspace: Workspace, args: Fields, kept?: Content): Content => {
  if (listOf(objectArg(args['attachments'], 'invalid_attachments')).length > 0) {
    // Legacy attachments are not simulated, so they are refused.
    refuse('invalid_attachments');
  }
  const given = readBlocks(args);
  const markdown = stringOf(args['markdown_text']);
  const text = markdown === '' ? stringOf(args['text']) : markdown;
  if (given === undefined && text === '' && kept === undefined) refuse('no_text');
  if (characters(text) > LIMITS['message.text'].max) refuse('msg_too_long');
  if (given !== undefined) {
    refuseProblems('invalid_blocks', messageProblems(given));
    if (tableCount(given) > 1) refuse('only_one_table_allowed');
    if (textLength(given) > LIMITS['message.blocks_text'].max) refuse('msg_blocks_too_long');
  }
  if (given?.length === 0 && text === '') refuse('no_text');
  const storedText = text === '' && kept !== undefined ? kept.text : storedMrkdwn(text);
  const blocks =
    given === undefined
      ? (kept?.blocks ?? [])
      : storedBlocks(listOf(given), () => workspace.newId('').slice(-5));
  return { text: storedText, blocks, mentions: mentionsIn(storedText, blocks) };
};

/** `{}` takes the metadata away, which Slack does on update. */
export const readMetadata = (args: Fields): Fields | undefined => {
  if (args['metadata'] === undefined) return undefined;
  const metadata = asFields(objectArg(args['metadata'], 'invalid_metadata_format'));
  if (metadata === undefined) return refuse('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return metadata;
  const isComplete = stringOf(metadata['event_type']) !== '' && isFields(metadata['event_payload']);
  if (!isComplete) refuse('invalid_metadata_schema');
  if (Buffer.byteLength(JSON.stringify(metadata)) > metadataBytes) refuse('metadata_too_large');
  return metadata;
};

type Post = {
  readonly channel: string;
  readonly content: Content;
  readonly user: string;
  readonly botId?: string;
  readonly threadTs?: string;
  readonly args?: Fields;
};

export const postMessage = (workspace: Workspace, post: Post): Message => {
  const { channel, content, user, botId, threadTs, args = {} } = post;
  const metadata = readMetadata(args);
  const message: Message = {
    ts: workspace.newTs(),
    channel,
    user,
    ...content,
    ...(botId === undefined ? {} : { bot_id: botId }),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(threadTs !== undefined && flagArg(args['reply_broadcast'])
      ? { reply_broadcast: true }
      : {}),
    ...(metadata === undefined ? {} : { metadata }),
    ...(args['unfurl_links'] === undefined ? {} : { unfurl_links: flagArg(args['unfurl_links']) }),
    ...(args['unfurl_media'] === undefined ? {} : { unfurl_media: flagArg(args['unfurl_media']) }),
  };
  workspace.channels.get(channel)?.messages.push(message);
  workspace.changed();
  return message;
};

/** The message object of an API answer or a payload; metadata only where it was asked for. */
export const messageWire = (
  workspace: Workspace,
  message: Message,
  withMetadata: boolean,
): Fields => {
  const replies = workspace.threadOf(message.channel, message.ts);
  return {
    type: 'message',
    ts: message.ts,
    user: message.user,
    text: message.text,
    team: workspace.team.id,
    ...(message.bot_id === undefined ? {} : { bot_id: message.bot_id, app_id: BOT.app }),
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    ...(message.edited === undefined ? {} : { edited: message.edited }),
    ...(message.files === undefined ? {} : { files: message.files }),
    ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
    ...(replies.length === 0
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          latest_reply: replies.at(-1)?.ts,
          reply_users: Array.from(new Set(replies.map((reply) => reply.user))),
        }),
    ...(message.subtype === undefined ? {} : { subtype: message.subtype }),
    ...(message.reply_broadcast === true ? { subtype: 'thread_broadcast' } : {}),
    ...(withMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
  };
};
