import { characters, isFields, listOf, stringOf, type Fields } from '../json.ts';
import { postMessage, readContent, type Content } from '../messages.ts';
import { refuse } from '../refusal.ts';
import type { Channel, UploadedFile } from '../types.ts';
import { BOT } from '../workspace.ts';
import { objectArg, requiredArg, type Call, type Method } from './call.ts';

const longestAltText = 1000;
const largestBytes = 1024 * 1024 * 1024;

const kinds: Readonly<Record<string, readonly [mimetype: string, pretty: string]>> = {
  json: ['application/json', 'JSON'],
  jsonl: ['application/x-ndjson', 'JSON Lines'],
  txt: ['text/plain', 'Plain Text'],
  csv: ['text/csv', 'CSV'],
  m3u: ['audio/x-mpegurl', 'M3U'],
  m3u8: ['application/vnd.apple.mpegurl', 'M3U8'],
  md: ['text/markdown', 'Markdown'],
  png: ['image/png', 'PNG'],
  pdf: ['application/pdf', 'PDF'],
};

const uploadUrl = ({ workspace, args, baseUrl }: Call): Fields => {
  const name = requiredArg(args, 'filename');
  const length = Number(args['length'] ?? NaN);
  if (length === 0) refuse('missing_argument');
  if (!Number.isInteger(length) || length < 1) refuse('invalid_arguments');
  if (length > largestBytes) refuse('file_upload_size_restricted');
  if (characters(stringOf(args['alt_txt'])) > longestAltText) refuse('alt_txt_too_large');
  const id = workspace.newId('F');
  workspace.files.set(id, { id, name, length });
  return { upload_url: `${baseUrl}/upload/${id}`, file_id: id };
};

/** A file as Slack describes it; `user`: who uploaded it. */
export const fileWire = (
  { workspace, baseUrl }: Pick<Call, 'workspace' | 'baseUrl'>,
  file: UploadedFile,
  { title = '', user = BOT.user }: { readonly title?: string; readonly user?: string } = {},
): Fields => {
  const filetype = /\.([a-z\d]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? 'binary';
  const [mimetype, pretty] = kinds[filetype] ?? ['application/octet-stream', 'Binary'];
  const seconds = Math.floor(workspace.now() / 1000);
  const place = `${workspace.team.id}-${file.id}/${encodeURIComponent(file.name)}`;
  const address = `${baseUrl}/files-pri/${place}`;
  return {
    id: file.id,
    created: seconds,
    timestamp: seconds,
    name: file.name,
    title: title || file.name,
    mimetype,
    filetype,
    pretty_type: pretty,
    user,
    mode: 'hosted',
    size: file.length,
    is_external: false,
    url_private: address,
    url_private_download: `${address}?download=1`,
  };
};

/** Files that were asked for and have arrived. */
const readyFiles = (call: Call): Fields[] => {
  const given = objectArg(call.args['files'], 'invalid_arguments');
  const asked = listOf(given);
  if (!Array.isArray(given) || asked.length === 0 || asked.length < given.length) {
    refuse('invalid_arguments');
  }
  return asked.map((entry) => {
    const file = call.workspace.files.get(stringOf(entry['id']));
    if (file?.content === undefined) return refuse('file_not_found');
    return fileWire(call, file, { title: stringOf(entry['title']) });
  });
};

/** Where they are shared; nowhere is fine, then they stay the bot's own. */
const targets = ({ workspace, args }: Call): Channel[] => {
  const one = stringOf(args['channel_id']);
  const several = stringOf(args['channels']).split(',');
  return [one, ...several]
    .filter((id) => id !== '')
    .map((id) => {
      const channel = workspace.channels.get(id);
      if (channel === undefined || (channel.isPrivate && !channel.botIsMember)) {
        return refuse('channel_not_found');
      }
      return channel.botIsMember ? channel : refuse('not_in_channel');
    });
};

const contentOf = ({ workspace, args }: Call): Content => {
  const text = stringOf(args['initial_comment']);
  const { blocks } = args;
  if (text === '' && blocks === undefined) return { text: '', blocks: [], mentions: [] };
  // With both, Slack shows the blocks and drops the comment, which cannot be intended.
  if (text !== '' && blocks !== undefined) refuse('invalid_arguments');
  return readContent(workspace, text === '' ? { blocks, text: ' ' } : { text });
};

const completeUpload = (call: Call): Fields => {
  const { workspace, args } = call;
  const files = readyFiles(call);
  const content = contentOf(call);
  const threadTs = stringOf(args['thread_ts']);
  for (const channel of targets(call)) {
    const parent = threadTs === '' ? undefined : workspace.findMessage(channel.id, threadTs);
    if (threadTs !== '' && parent === undefined) refuse('thread_not_found');
    const message = postMessage(workspace, {
      channel: channel.id,
      content,
      user: BOT.user,
      botId: BOT.id,
      ...(parent === undefined ? {} : { threadTs: parent.thread_ts ?? parent.ts }),
    });
    message.files = files;
    workspace.changed();
  }
  return { files: files.filter(isFields) };
};

const scopes = ['files:write'];

export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': { scopes, tier: 4, run: uploadUrl },
  'files.completeUploadExternal': { scopes, tier: 4, run: completeUpload },
};
