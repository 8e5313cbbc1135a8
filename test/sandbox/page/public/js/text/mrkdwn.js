import { html } from '../html.js';
import { channelOf, groupOf, nameOf } from '../names.js';
import { app, goTo } from '../store.js';
import { slackDate } from './dates.js';
import { emojis } from './emojis.js';
import { withGlyphs } from './glyphs.js';

export const unescaped = (text) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const permalink = /^https:\/\/[\w.-]+\.slack\.com\/archives\/(\w+)\/p(\d+)(\d{6})(\?.*)?$/;

/** A link to a message of this workspace opens it, as in Slack's client. */
const follow = (event) => {
  const { href } = event.currentTarget;
  const [, channel, seconds, rest, query] = permalink.exec(href) ?? [];
  if (channelOf(channel) === undefined) return;
  event.preventDefault();
  const ts = new URLSearchParams(query).get('thread_ts');
  goTo(channel, { ts: `${seconds}.${rest}`, thread: ts === null ? null : { channel, ts } });
};

/** Only safe URLs become links; others stay text. */
export const link = (url, label = url) =>
  /^(https?|mailto):/i.test(url)
    ? html`<a href=${url} target="_blank" rel="noreferrer noopener" onClick=${follow}>${label}</a>`
    : html`<span>${label}</span>`;

export const mention = (kind, id) => {
  const { me, usergroups } = app.state;
  const isMember = usergroups.some((group) => group.id === id && group.users.includes(me));
  const isMine = kind === 'broadcast' || id === me || isMember;
  const name = { user: nameOf, usergroup: groupOf, broadcast: () => id }[kind](id);
  return html`<span class=${isMine ? 'mention mention-me' : 'mention'}>@${name}</span>`;
};

export const channelMention = (id, label = 'private channel') =>
  html`<span class="mention">#${channelOf(id)?.name ?? label}</span>`;

export const dateNode = ({ timestamp, format, fallback, url }) => {
  const shown = slackDate(timestamp, format);
  if (shown === undefined) return fallback ?? '';
  return url === undefined || url === '' ? shown : link(url, shown);
};

export const emoji = (name) => withGlyphs(emojis[name] ?? `:${name}:`);

const reference = (inside) => {
  const [target, ...rest] = inside.split('|');
  const label = unescaped(rest.join('|'));
  const [, kind, id] = /^(@|#|!subteam\^|!date\^|!)(.*)$/.exec(target) ?? [];
  switch (kind) {
    case '@':
      return mention('user', id);
    case '!subteam^':
      return mention('usergroup', id);
    case '#':
      return channelMention(id, label || undefined);
    case '!date^': {
      const [timestamp, format = '', url] = id.split('^');
      return dateNode({ timestamp, format, fallback: label, url });
    }
    case '!':
      return mention('broadcast', id);
    default:
      return link(unescaped(target), label || unescaped(target));
  }
};

const marks = { '*': 'strong', _: 'em', '~': 's' };
const isWord = (character) => character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Where the mark that opens at `from` closes on its line; -1 where Slack shows it as it is. */
const closing = (text, from) => {
  const mark = text[from];
  if (isWord(text[from - 1]) || text[from - 1] === mark) return -1;
  if (text[from + 1] === undefined || /[\s]/.test(text[from + 1]) || text[from + 1] === mark)
    return -1;
  for (let at = from + 2; at < text.length; at += 1) {
    if (text[at] === '\n') return -1;
    if (text[at] === mark && !/\s/.test(text[at - 1]) && !isWord(text[at + 1])) return at;
  }
  return -1;
};

const special = /[`<:*_~\n]|https?:\/\//g;

/** One run of text with everything that stands inside a line. */
const inline = (text) => {
  const out = [];
  let plain = '';
  let at = 0;
  const flush = () => {
    if (plain !== '') out.push(withGlyphs(unescaped(plain)));
    plain = '';
  };
  const take = (node, length) => {
    flush();
    out.push(node);
    at += length;
  };
  while (at < text.length) {
    special.lastIndex = at;
    const next = special.exec(text);
    if (next === null) {
      plain += text.slice(at);
      break;
    }
    plain += text.slice(at, next.index);
    at = next.index;
    const rest = text.slice(at);
    const [, code] = /^`([^`\n]+)`/.exec(rest) ?? [];
    const [, inside] = /^<([^<>\n]+)>/.exec(rest) ?? [];
    const [, name] = /^:([a-z0-9_+'-]+):/.exec(rest) ?? [];
    const [bare] = /^https?:\/\/[^\s<>|`*]*[^\s<>|`*.,;:!?)\]]/.exec(rest) ?? [];
    const end = text[at] in marks ? closing(text, at) : -1;
    if (code !== undefined) take(html`<code>${unescaped(code)}</code>`, code.length + 2);
    else if (inside !== undefined) take(reference(inside), inside.length + 2);
    else if (name !== undefined && emojis[name] !== undefined) take(emoji(name), name.length + 2);
    else if (bare !== undefined) take(link(unescaped(bare)), bare.length);
    else if (text[at] === '\n') take(html`<br />`, 1);
    else if (end !== -1)
      take(html`<${marks[text[at]]}>${inline(text.slice(at + 1, end))}<//>`, end + 1 - at);
    else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return out;
};

const trimmedLines = (text) => text.replace(/^\n|\n$/g, '');

const withQuotes = (text) => {
  const parts = [];
  for (const line of text.split('\n')) {
    const [, quoted] = /^&gt; ?(.*)$/.exec(line) ?? [];
    const tag = quoted === undefined ? 'span' : 'blockquote';
    const last = parts.at(-1);
    if (last?.tag === tag) last.lines.push(quoted ?? line);
    else parts.push({ tag, lines: [quoted ?? line] });
  }
  return parts.map(({ tag, lines }) => html`<${tag}>${inline(lines.join('\n'))}<//>`);
};

/** Slack's markup as nodes: code blocks first, then quotes, then what stands inside a line. */
export const mrkdwn = (text) =>
  text.split(/```([\s\S]+?)```/).flatMap((part, index) => {
    // A block that scrolls must be reachable by the keyboard.
    if (index % 2 === 1) return html`<pre tabindex="0">${unescaped(trimmedLines(part))}</pre>`;
    const around = index > 0 ? part.replace(/^\n/, '') : part;
    return around === '' ? [] : withQuotes(around);
  });

/** A plain text object as a string, its emoji names as emojis. */
export const plainText = (object) =>
  unescaped(object?.text ?? '').replace(/:([a-z0-9_+'-]+):/g, (whole, name) =>
    object.emoji === false ? whole : (emojis[name] ?? whole),
  );

/** A plain text object where nodes may stand, with its signs drawn. */
export const labelNodes = (object) => withGlyphs(plainText(object));

/** A text object: `plain_text` as it is, but for emoji names; `mrkdwn` with its markup. */
export const textNodes = (object) =>
  object?.type === 'plain_text' ? labelNodes(object) : mrkdwn(object?.text ?? '');

/** The plain text of nodes, for a notification. */
export const wordsOf = (node) => {
  if (Array.isArray(node)) return node.map(wordsOf).join('');
  if (typeof node !== 'object' || node === null) return String(node ?? '');
  return node.type === 'br' ? ' ' : wordsOf(node.props.children);
};

/** The few marks that Markdown shares with Slack's markup, in Slack's own. */
export const fromMarkdown = (text) =>
  text
    .replace(/^#{1,6} +(.+)$/gm, '*$1*')
    .replace(/\*\*(.+?)\*\*/g, '*$1*')
    .replace(/\[([^\]\n]+)\]\((https?:[^)\s]+)\)/g, '<$2|$1>')
    .replace(/^[-*] /gm, '• ');
