import { html, unseen } from '../html.js';
import { withGlyphs } from './glyphs.js';
import { channelMention, dateNode, emoji, link, mention } from './mrkdwn.js';

const wraps = {
  code: 'code',
  bold: 'strong',
  italic: 'em',
  strike: 's',
  underline: 'u',
  highlight: 'mark',
};

const styled = (node, style = {}) =>
  Object.entries(wraps).reduce(
    (inner, [name, tag]) => (style[name] === true ? html`<${tag}>${inner}<//>` : inner),
    node,
  );

const withBreaks = (text) =>
  text.split('\n').map((line, index) => [index > 0 && html`<br />`, withGlyphs(line)]);

/** What stands inside a line, by its type. */
const inlines = {
  text: ({ text }) => withBreaks(text),
  link: ({ url, text }) => link(url, text || url),
  user: ({ user_id: id }) => mention('user', id),
  usergroup: ({ usergroup_id: id }) => mention('usergroup', id),
  broadcast: ({ range }) => mention('broadcast', range),
  channel: ({ channel_id: id }) => channelMention(id),
  emoji: ({ name }) => emoji(name),
  date: dateNode,
  color: ({ value }) => html`<code>${value}</code>`,
};
const line = (elements = []) =>
  elements.map((element) =>
    styled(inlines[element.type]?.(element) ?? element.text ?? '', element.style),
  );

/** A line break at the end of a section separates it from the next, as a block does anyway. */
const section = ({ elements }) => {
  const last = elements.at(-1);
  const isTrailing = last?.type === 'text' && last.text.endsWith('\n');
  const trimmed = { ...last, text: last?.text?.slice(0, -1) };
  return html`<div>${line(isTrailing ? [...elements.slice(0, -1), trimmed] : elements)}</div>`;
};

const signs = { '+': 'added', '-': 'removed', '~': 'moved' };
const diffLine = /^[+\-~ ] {1,3}\S|^ {2,}/;

const isDiff = (text) => {
  const lines = text.split('\n').filter((each) => each.trim() !== '');
  return lines.some((each) => /^[+\-~] /.test(each)) && lines.every((each) => diffLine.test(each));
};

/** The sign is also read aloud as a word, so no information is in the colour alone. */
const diff = (text) =>
  html`<pre class="diff" tabindex="0">${text.split('\n').map((each) => {
    const kind = signs[each[0]];
    const word = kind && unseen(`${kind}: `);
    return html`<span class=${`diff-line diff-${kind}`}>${word}${`${each}\n`}</span>`;
  })}</pre>`;

const preformatted = ({ elements }) => {
  const text = elements.map((element) => element.text ?? '').join('');
  const isPlain = elements.every(({ type }) => type === 'text');
  return isPlain && isDiff(text) ? diff(text) : html`<pre tabindex="0">${line(elements)}</pre>`;
};

/** Lists come flat, each with its indent; items with the same indent belong together. */
const list = ({ style, indent = 0, elements, offset = 0 }) => {
  const isOrdered = style === 'ordered';
  return html`<${isOrdered ? 'ol' : 'ul'} class=${`rich-list indent-${Math.min(indent, 4)}`}
    start=${isOrdered ? offset + 1 : undefined}>
    ${elements.map((item) => html`<li>${line(item.elements)}</li>`)}
  <//>`;
};

const parts = {
  rich_text_section: section,
  rich_text_preformatted: preformatted,
  rich_text_quote: ({ elements }) => html`<blockquote>${line(elements)}</blockquote>`,
  rich_text_list: list,
};

export const richText = ({ elements }) =>
  html`<div class="rich-text">${elements.map((element) => parts[element.type]?.(element))}</div>`;
