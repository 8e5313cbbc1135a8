import { slackDate } from './dates.js';
import { h } from './dom.js';
import { emojis } from './emojis.js';
import { withGlyphs } from './glyphs.js';
import { channelOf, groupOf, nameOf } from './names.js';

export const unescaped = (text) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Only what is safe to follow becomes a link; the rest of an address stays text. */
export const link = (url, label) =>
  /^(https?|mailto):/i.test(url)
    ? h('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, label)
    : h('span', {}, label);

export const mention = (state, kind, id) => {
  const isMine =
    kind === 'broadcast' ||
    (kind === 'user' && id === state.me) ||
    (kind === 'usergroup' &&
      state.usergroups.some((group) => group.id === id && group.users.includes(state.me)));
  const name = { user: nameOf, usergroup: groupOf, broadcast: () => id }[kind](state, id);
  return h('span', { class: isMine ? 'mention mention-me' : 'mention' }, `@${name}`);
};

export const dateNode = ({ timestamp, format, fallback, url }) => {
  const shown = slackDate(timestamp, format);
  if (shown === undefined) return h('span', {}, fallback ?? '');
  const node = h('time', { datetime: shown.iso, title: shown.title }, shown.text);
  return url === undefined || url === '' ? node : link(url, node);
};

const reference = (state, inside) => {
  const [target, ...rest] = inside.split('|');
  const label = rest.join('|');
  const [, kind, id] = /^(@|#|!subteam\^|!date\^|!)(.*)$/.exec(target) ?? [];
  switch (kind) {
    case '@':
      return mention(state, 'user', id);
    case '!subteam^':
      return mention(state, 'usergroup', id);
    case '#': {
      const name = channelOf(state, id)?.name ?? (label || 'private channel');
      return h('span', { class: 'mention' }, `#${name}`);
    }
    case '!date^': {
      const [timestamp, format = '', url] = id.split('^');
      return dateNode({ timestamp, format, fallback: unescaped(label), url });
    }
    case '!':
      return mention(state, 'broadcast', id);
    default:
      return link(unescaped(target), unescaped(label || target));
  }
};

const marks = { '*': 'strong', _: 'em', '~': 's' };
const isWord = (character) => character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Where the mark that opens at `from` closes on its line; -1 where Slack would show it as it is. */
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
export const inline = (state, text) => {
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
    if (code !== undefined) take(h('code', {}, unescaped(code)), code.length + 2);
    else if (inside !== undefined) take(reference(state, inside), inside.length + 2);
    else if (name !== undefined && emojis[name] !== undefined)
      take(withGlyphs(emojis[name]), name.length + 2);
    else if (bare !== undefined) take(link(unescaped(bare), unescaped(bare)), bare.length);
    else if (text[at] === '\n') take(h('br'), 1);
    else if (end !== -1)
      take(h(marks[text[at]], {}, inline(state, text.slice(at + 1, end))), end + 1 - at);
    else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return out;
};

const trimmedLines = (text) => text.replace(/^\n|\n$/g, '');

const withQuotes = (state, text) => {
  const parts = [];
  for (const line of text.split('\n')) {
    const [, quoted] = /^&gt; ?(.*)$/.exec(line) ?? [];
    const kind = quoted === undefined ? 'text' : 'quote';
    const last = parts.at(-1);
    if (last?.kind === kind) last.lines.push(quoted ?? line);
    else parts.push({ kind, lines: [quoted ?? line] });
  }
  return parts.map(({ kind, lines }) => {
    const content = inline(state, lines.join('\n'));
    return kind === 'quote' ? h('blockquote', {}, content) : h('span', {}, content);
  });
};

/** Slack's markup as nodes: code blocks first, then quotes, then what stands inside a line. */
export const mrkdwn = (state, text) =>
  text.split(/```([\s\S]+?)```/).flatMap((part, index) => {
    if (index % 2 === 1) return [h('pre', { tabindex: '0' }, unescaped(trimmedLines(part)))];
    const around = part.replace(index > 0 ? /^\n/ : /^(?!)/, '');
    return around === '' ? [] : withQuotes(state, around);
  });

/** A text object: `plain_text` as it is, but for emoji names; `mrkdwn` with its markup. */
export const textNodes = (state, object) => {
  if (object === undefined || object === null) return [];
  if (object.type !== 'plain_text') return mrkdwn(state, object.text ?? '');
  return labelNodes(object);
};

/** A plain text object where nodes may stand, with its signs drawn. */
export const labelNodes = (object) => withGlyphs(plainText(object));

export const plainText = (object) =>
  unescaped(object?.text ?? '').replace(/:([a-z0-9_+'-]+):/g, (whole, name) =>
    object.emoji === false ? whole : (emojis[name] ?? whole),
  );
