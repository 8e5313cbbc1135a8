import { moreRenderers } from './blocks-more.js';
import { control } from './controls.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { labelNodes, mrkdwn, plainText, textNodes } from './mrkdwn.js';
import { richText } from './rich-text.js';
import { tableNode } from './tables.js';

/**
 * `owner` is what the blocks stand in (a message, a modal, the home): it knows the values of fields
 * and what happens when something is pressed.
 */
export const blockNodes = (owner, blocks) => blocks.map((block) => blockNode(owner, block));

export const blockNode = (owner, block) => {
  const render = renderers[block.type];
  const node =
    render === undefined
      ? h('div', { class: 'block-unknown' }, `A block of type ${block.type}`)
      : render(owner, block);
  node.classList.add('block');
  return node;
};

const image = ({ image_url: url, alt_text: alt }, className) => {
  const node = h('img', { class: className, src: url, alt, loading: 'lazy' });
  // The sandbox may have no network: then the words of the picture stand for it.
  node.addEventListener('error', () => node.replaceWith(h('span', { class: 'image-lost' }, alt)));
  return node;
};

const section = (owner, block) => {
  const { state } = owner.app;
  const { text, fields, accessory } = block;
  const body = h(
    'div',
    { class: 'section-body' },
    text && h('div', { class: 'section-text' }, textNodes(state, text)),
    fields &&
      h(
        'div',
        { class: 'section-fields' },
        fields.map((field) => h('div', {}, textNodes(state, field))),
      ),
  );
  const beside =
    accessory &&
    h(
      'div',
      { class: 'section-accessory' },
      accessory.type === 'image'
        ? image(accessory, 'accessory-image')
        : control(owner, block, accessory),
    );
  return h('div', { class: 'block-section' }, body, beside);
};

const actions = (owner, block) =>
  h(
    'div',
    { class: 'block-actions' },
    block.elements.map((element) => control(owner, block, element)),
  );

const context = (owner, block) =>
  h(
    'div',
    { class: 'block-context' },
    block.elements.map((element) =>
      element.type === 'image'
        ? image(element, 'context-image')
        : h('span', { class: 'context-text' }, textNodes(owner.app.state, element)),
    ),
  );

const input = (owner, block) => owner.inputNode(block);

const picture = (_owner, block) =>
  h(
    'figure',
    { class: 'block-image' },
    block.title && h('figcaption', {}, plainText(block.title)),
    image(block, 'wide-image'),
  );

const levels = { info: 'Note', warning: 'Warning', error: 'Error', success: 'Done' };

const alert = (owner, block) => {
  const level = block.level in levels ? block.level : 'default';
  return h(
    'div',
    { class: `block-alert alert-${level}`, role: 'note', 'aria-label': levels[level] },
    icon(level === 'success' ? 'check' : 'warning', 18),
    h('div', {}, textNodes(owner.app.state, block.text)),
  );
};

const card = (owner, block) => {
  const { state } = owner.app;
  const part = (name, className) =>
    block[name] && h('div', { class: className }, textNodes(state, block[name]));
  return h(
    'article',
    { class: 'block-card' },
    block.hero_image && image(block.hero_image, 'wide-image'),
    part('title', 'card-title'),
    part('subtitle', 'card-subtitle'),
    part('body', 'card-body'),
    part('subtext', 'card-subtitle'),
    block.actions && actions(owner, { ...block, elements: block.actions }),
  );
};

const container = (owner, block) => {
  const { state } = owner.app;
  const title = block.title ? plainText(block.title) : richText(state, block.rich_text_title);
  const head = [
    h('span', { class: 'card-title' }, title),
    block.subtitle && h('div', { class: 'card-subtitle' }, textNodes(state, block.subtitle)),
  ];
  const children = blockNodes(owner, block.child_blocks);
  if (block.is_collapsible !== true) return h('section', { class: 'block-card' }, head, children);
  return h(
    'details',
    { class: 'block-card', open: block.default_collapsed !== true },
    h('summary', {}, head),
    children,
  );
};

/** The few marks that both languages have, in Slack's own. */
const fromMarkdown = (text) =>
  text
    .replace(/^#{1,6} +(.+)$/gm, '*$1*')
    .replace(/\*\*(.+?)\*\*/g, '*$1*')
    .replace(/\[([^\]\n]+)\]\((https?:[^)\s]+)\)/g, '<$2|$1>')
    .replace(/^[-*] /gm, '• ');

const renderers = {
  ...moreRenderers,
  section,
  actions,
  context,
  input,
  alert,
  card,
  container,
  image: picture,
  context_actions: actions,
  divider: () => h('hr', {}),
  header: (_owner, block) => h('h2', { class: 'block-header' }, labelNodes(block.text)),
  rich_text: (owner, block) => richText(owner.app.state, block),
  markdown: (owner, block) => h('div', {}, mrkdwn(owner.app.state, fromMarkdown(block.text))),
  table: (owner, block) => tableNode(owner.app.state, block),
  data_table: (owner, block) => tableNode(owner.app.state, block),
  carousel: (owner, block) =>
    h('div', { class: 'block-carousel' }, blockNodes(owner, block.elements)),
};
