import { h } from './dom.js';
import { plainText } from './mrkdwn.js';
import { richText } from './rich-text.js';
import { tableNode } from './tables.js';

/** Blocks that bots of this kind rarely use, shown simply: everything that they say is there. */

const words = { pending: 'Pending', in_progress: 'In progress', complete: 'Done', error: 'Failed' };

const taskCard = (owner, { title, status, details, output, sources = [] }) => {
  const { state } = owner.app;
  return h(
    'article',
    { class: 'block-card' },
    h('div', { class: 'card-title' }, title),
    h('div', { class: 'card-subtitle' }, words[status] ?? status),
    [details, output].map((part) => part && richText(state, part)),
    sources.map(({ url, text }) => h('div', { class: 'card-subtitle' }, `${text} ${url}`)),
  );
};

const plan = (owner, { title, tasks = [] }) =>
  h(
    'section',
    { class: 'block-card' },
    h('div', { class: 'card-title' }, title),
    tasks.map((task) => taskCard(owner, task)),
  );

const video = (
  _owner,
  { title, title_url: url, description, provider_name: provider, alt_text: alt },
) =>
  h(
    'article',
    { class: 'block-card' },
    h(
      'div',
      { class: 'card-title' },
      url === undefined
        ? plainText(title)
        : h('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, plainText(title)),
    ),
    description && h('div', {}, plainText(description)),
    h('div', { class: 'card-subtitle' }, [provider, `Video: ${alt}`].filter(Boolean).join(' · ')),
  );

const file = (_owner, { external_id: id }) =>
  h('div', { class: 'block-card card-subtitle' }, `A file from elsewhere: ${id}`);

const cell = (value) => ({ type: 'raw_text', text: String(value) });

/** The numbers of a chart: what a picture of them would say, and readable aloud. */
const chart = (owner, { title, chart: { segments, series = [], axis_config: axis = {} } }) => {
  const rows =
    segments === undefined
      ? [
          [cell(axis.x_label ?? ''), ...series.map(({ name }) => cell(name))],
          ...(axis.categories ?? []).map((category) => [
            cell(category),
            ...series.map(({ data }) =>
              cell(data.find(({ label }) => label === category)?.value ?? '—'),
            ),
          ]),
        ]
      : [
          [cell('Part'), cell('Value')],
          ...segments.map(({ label, value }) => [cell(label), cell(value)]),
        ];
  return tableNode(owner.app.state, { rows, caption: title });
};

export const moreRenderers = {
  task_card: taskCard,
  plan,
  video,
  file,
  data_visualization: chart,
};
