import { h } from './dom.js';
import { richText } from './rich-text.js';

const cellNode = (state, cell) =>
  cell.type === 'rich_text' ? richText(state, cell) : (cell.text ?? '');

/** The first row is the head, as Slack shows it. */
export const tableNode = (state, { rows, column_settings: settings = [], caption }) => {
  const [head = [], ...body] = rows;
  const align = (cell, index) => {
    const asked = settings[index]?.align;
    const name = asked ?? (cell.type === 'raw_number' ? 'right' : 'left');
    return `cell-${name}${settings[index]?.is_wrapped === true ? ' cell-wrapped' : ''}`;
  };
  const row = (tag, cells) =>
    h(
      'tr',
      {},
      cells.map((cell, index) =>
        h(
          tag,
          { class: align(cell, index), ...(tag === 'th' ? { scope: 'col' } : {}) },
          cellNode(state, cell),
        ),
      ),
    );
  return h(
    'div',
    { class: 'block-table', tabindex: '0', role: 'region', 'aria-label': caption ?? 'Table' },
    h(
      'table',
      {},
      caption && h('caption', {}, caption),
      h('thead', {}, row('th', head)),
      h(
        'tbody',
        {},
        body.map((cells) => row('td', cells)),
      ),
    ),
  );
};
