import { h, unseen } from './dom.js';
import { emojis } from './emojis.js';
import { withGlyphs } from './glyphs.js';
import { dateNode, link, mention } from './mrkdwn.js';
import { channelOf } from './names.js';

const styled = (node, style = {}) => {
  const wrap = { code: 'code', bold: 'strong', italic: 'em', strike: 's', underline: 'u' };
  return Object.entries(wrap).reduce(
    (inner, [name, tag]) => (style[name] === true ? h(tag, {}, inner) : inner),
    node,
  );
};

const withBreaks = (text) =>
  text
    .split('\n')
    .flatMap((line, index) => (index === 0 ? withGlyphs(line) : [h('br'), ...withGlyphs(line)]));

const inlineNode = (state, element) => {
  switch (element.type) {
    case 'text':
      return withBreaks(element.text);
    case 'link':
      return link(element.url, element.text || element.url);
    case 'user':
      return mention(state, 'user', element.user_id);
    case 'usergroup':
      return mention(state, 'usergroup', element.usergroup_id);
    case 'broadcast':
      return mention(state, 'broadcast', element.range);
    case 'channel':
      return h(
        'span',
        { class: 'mention' },
        `#${channelOf(state, element.channel_id)?.name ?? 'private channel'}`,
      );
    case 'emoji':
      return withGlyphs(emojis[element.name] ?? `:${element.name}:`);
    case 'date':
      return dateNode(element);
    case 'color':
      return h('code', {}, element.value);
    default:
      return element.text ?? '';
  }
};

const inlines = (state, elements) =>
  elements.map((element) => {
    const node = inlineNode(state, element);
    return element.style === undefined ? node : styled(node, element.style);
  });

/** A line break that ends a section is what separates it from the next, which a block does anyway. */
const section = (state, { elements }) => {
  const last = elements.at(-1);
  const isTrailing = last?.type === 'text' && last.text.endsWith('\n');
  const trimmed = isTrailing
    ? [...elements.slice(0, -1), { ...last, text: last.text.slice(0, -1) }]
    : elements;
  return h('div', { class: 'rich-section' }, inlines(state, trimmed));
};

const signs = { '+': 'added', '-': 'removed', '~': 'moved' };
const diffLine = /^[+\-~ ] {1,3}\S|^ {2,}/;

const isDiff = (text) => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.some((line) => /^[+\-~] /.test(line)) && lines.every((line) => diffLine.test(line));
};

/** The sign stays and is spoken as a word, so that the colour says nothing new. */
const diffNodes = (text) =>
  text.split('\n').map((line) => {
    const kind = signs[line[0]];
    if (kind === undefined) return h('span', { class: 'diff-line' }, `${line}\n`);
    const words = unseen(`${kind}: `);
    return h('span', { class: `diff-line diff-${kind}` }, words, `${line}\n`);
  });

const preformatted = (state, { elements }) => {
  const isPlain = elements.every(({ type }) => type === 'text');
  const text = elements.map((element) => element.text ?? '').join('');
  // A block that scrolls must be reachable by the keyboard.
  if (isPlain && isDiff(text)) {
    const props = { class: 'diff', tabindex: '0', role: 'region', 'aria-label': 'Changes' };
    return h('pre', props, diffNodes(text));
  }
  return h('pre', { tabindex: '0' }, inlines(state, elements));
};

/** Lists come flat, each with its indent; items with the same indent belong together. */
const listNode = (state, { style, indent = 0, elements, offset = 0 }) => {
  const props = {
    class: `rich-list indent-${Math.min(indent, 4)}`,
    ...(style === 'ordered' ? { start: offset + 1 } : {}),
  };
  return h(
    style === 'ordered' ? 'ol' : 'ul',
    props,
    elements.map((item) => h('li', {}, inlines(state, item.elements ?? []))),
  );
};

export const richText = (state, block) =>
  h(
    'div',
    { class: 'rich-text' },
    block.elements.map((element) => {
      switch (element.type) {
        case 'rich_text_section':
          return section(state, element);
        case 'rich_text_preformatted':
          return preformatted(state, element);
        case 'rich_text_quote':
          return h('blockquote', {}, inlines(state, element.elements));
        case 'rich_text_list':
          return listNode(state, element);
        default:
          return undefined;
      }
    }),
  );
