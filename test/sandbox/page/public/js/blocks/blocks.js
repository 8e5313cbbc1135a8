import { createContext } from 'preact';
import { useContext, useErrorBoundary, useState } from 'preact/hooks';
import { html } from '../html.js';
import { icon } from '../icons.js';
import { fromMarkdown, labelNodes, link, mrkdwn, plainText, textNodes } from '../text/mrkdwn.js';
import { richText } from '../text/rich-text.js';
import { Element } from './elements.js';
import { Input, fields } from './fields.js';
import { chartOf, tableOf } from './tables.js';

/** The level of headings in blocks, one below the heading above them. */
export const HeadingLevel = createContext(2);

const Header = ({ block }) =>
  html`<${`h${useContext(HeadingLevel)}`} class="heading">${labelNodes(block.text)}<//>`;

/** Without a network the alternative text is shown instead of the picture. */
const Picture = ({ image, look }) => {
  const [isLost, setLost] = useState(false);
  const { image_url: url, alt_text: alt } = image;
  if (isLost || url === undefined) return html`<span class="image-lost">${alt}</span>`;
  const lose = () => setLost(true);
  return html`<img class=${look} src=${url} alt=${alt} loading="lazy" onError=${lose} />`;
};

const part = (look, object) => object && html`<div class=${look}>${textNodes(object)}</div>`;
const words = (look, text) => text && html`<div class=${look}>${text}</div>`;

const elementIn = (block, element) =>
  html`<${Element} key=${element.action_id} block=${block} element=${element} />`;
const elementsIn = (block, list) =>
  html`<div class="button-row">${list.map((element) => elementIn(block, element))}</div>`;

const beside = (block, accessory) =>
  accessory.type === 'image'
    ? html`<${Picture} image=${accessory} look="accessory-image" />`
    : elementIn(block, accessory);

const section = ({ block }) => {
  const { text, fields: cells, accessory } = block;
  const columns = cells?.map((field) => part('', field));
  return [
    words('section-body', [part('', text), words('section-fields', columns)]),
    accessory && words('section-accessory', beside(block, accessory)),
  ];
};

const context = ({ block }) =>
  block.elements.map((element) =>
    element.type === 'image'
      ? html`<${Picture} image=${element} look="context-image" />`
      : html`<span>${textNodes(element)}</span>`,
  );

const picture = ({ block }) => html`<figure>
  ${block.title && html`<figcaption>${plainText(block.title)}</figcaption>`}
  <${Picture} image=${block} look="wide-image" />
</figure>`;

const levels = { info: 'Note', warning: 'Warning', error: 'Error', success: 'Done' };

const alert = ({ block: { level, text } }) =>
  html`<div class=${`alert alert-${level}`} role="note" aria-label=${levels[level]}>
    ${icon(level === 'success' ? 'check' : 'warning', 18)}
    <div>${textNodes(text)}</div>
  </div>`;

const card = ({ block }) =>
  html`<div class="card">
    ${block.hero_image && html`<${Picture} image=${block.hero_image} look="wide-image" />`}
    ${part('card-title', block.title)} ${part('muted', block.subtitle)}
    ${part('card-body', block.body)} ${part('muted', block.subtext)}
    ${block.actions && elementsIn(block, block.actions)}
  </div>`;

const container = ({ block }) => {
  const title = block.title ? plainText(block.title) : richText(block.rich_text_title);
  const head = [words('card-title', title), part('muted', block.subtitle)];
  const inside = html`<${Blocks} blocks=${block.child_blocks} />`;
  if (block.is_collapsible !== true) return html`<div class="card">${head}${inside}</div>`;
  return html`<details class="card" open=${block.default_collapsed !== true}>
    <summary>${head}</summary>${inside}
  </details>`;
};

const statuses = {
  pending: 'Pending',
  in_progress: 'In progress',
  complete: 'Done',
  error: 'Failed',
};

const taskCard = ({ block: { title, status, details, output, sources = [] } }) =>
  html`<div class="card">
    ${words('card-title', title)} ${words('muted', statuses[status] ?? status)}
    ${details && richText(details)} ${output && richText(output)}
    ${sources.map(({ url, text }) => words('muted', link(url, text)))}
  </div>`;

const plan = ({ block: { title, tasks = [] } }) =>
  html`<div class="card">
    ${words('card-title', title)}
    <${Blocks} blocks=${tasks.map((task) => ({ ...task, type: 'task_card' }))} />
  </div>`;

const video = ({ block }) => {
  const { title, title_url: url, description, provider_name: provider, alt_text: alt } = block;
  const name = plainText(title);
  return html`<div class="card">
    ${words('card-title', url === undefined ? name : link(url, name))} ${part('', description)}
    ${words('muted', [provider, `Video: ${alt}`].filter(Boolean).join(' · '))}
  </div>`;
};

const actions = ({ block }) => elementsIn(block, block.elements);

/** To add a type of block, add it here: a component of `{ block }`. */
export const blocks = {
  section,
  actions,
  context,
  context_actions: actions,
  input: Input,
  header: Header,
  divider: () => html`<hr />`,
  image: picture,
  rich_text: ({ block }) => richText(block),
  markdown: ({ block }) => mrkdwn(fromMarkdown(block.text)),
  table: ({ block }) => tableOf(block),
  data_table: ({ block }) => tableOf(block),
  data_visualization: ({ block }) => chartOf(block),
  alert,
  card,
  carousel: ({ block }) => html`<${Blocks} blocks=${block.elements} />`,
  container,
  plan,
  task_card: taskCard,
  video,
  file: ({ block }) => words('card muted', `A file from elsewhere: ${block.external_id}`),
};

const Unknown = ({ block }) =>
  html`<p class="unknown">The sandbox cannot show a block of type ${block.type} yet.</p>`;

/** A block that cannot be rendered says why, and the blocks around it are rendered anyway. */
const Block = ({ block }) => {
  const [error] = useErrorBoundary();
  const Part = blocks[block.type] ?? Unknown;
  return html`<div class=${`block block-${block.type}`}>
    ${error === undefined ? html`<${Part} block=${block} />` : words('unknown', String(error))}
  </div>`;
};

const holdsField = ({ element, accessory, elements: several = [] }) =>
  [element, accessory, ...several].some((each) => each !== undefined && each.type in fields);

/**
 * A block with a field is known by its id, and another id is another field. Ids of others may be new
 * with every update, so what has the focus or is unfolded in them stays by its place among its kind.
 */
const keysOf = (list) => {
  const counts = {};
  return list.map((block) => {
    counts[block.type] = (counts[block.type] ?? 0) + 1;
    return holdsField(block) ? block.block_id : `${block.type} ${counts[block.type]}`;
  });
};

export const Blocks = ({ blocks: list }) => {
  const keys = keysOf(list);
  return list.map((block, index) => html`<${Block} key=${keys[index]} block=${block} />`);
};
