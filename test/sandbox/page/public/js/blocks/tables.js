import { classes, html } from '../html.js';
import { richText } from '../text/rich-text.js';

const content = (cell) => (cell.type === 'rich_text' ? richText(cell) : cell.text);

/** A table whose first row is the head, as Slack shows it. */
export const tableOf = ({ rows, column_settings: settings = [], caption }) => {
  const [head = [], ...body] = rows;
  const look = (cell, index) => {
    const { align, is_wrapped: isWrapped } = settings[index] ?? {};
    const side = align ?? (cell.type === 'raw_number' ? 'right' : 'left');
    return classes(`cell-${side}`, isWrapped && 'cell-wrapped');
  };
  const headCell = (cell, index) =>
    html`<th class=${look(cell, index)} scope="col">${content(cell)}</th>`;
  const cellNode = (cell, index) => html`<td class=${look(cell, index)}>${content(cell)}</td>`;
  // What scrolls must be reachable by the keyboard.
  return html`<div class="table" tabindex="0" role="group" aria-label=${caption ?? 'Table'}>
    <table>
      ${caption && html`<caption>${caption}</caption>`}
      <thead><tr>${head.map(headCell)}</tr></thead>
      <tbody>${body.map((cells) => html`<tr>${cells.map(cellNode)}</tr>`)}</tbody>
    </table>
  </div>`;
};

const valueAt = ({ data }, category) => data.find(({ label }) => label === category)?.value;
const cells = (...texts) => texts.map((text) => ({ type: 'raw_text', text: String(text) }));

/** The numbers of a chart: what a picture of them would say, and readable aloud. */
export const chartOf = ({ title, chart: { segments, series = [], axis_config: axis = {} } }) => {
  const { x_label: label = '', categories = [] } = axis;
  const rows =
    segments === undefined
      ? [
          cells(label, ...series.map(({ name }) => name)),
          ...categories.map((category) =>
            cells(category, ...series.map((each) => valueAt(each, category) ?? '—')),
          ),
        ]
      : [cells('Part', 'Value'), ...segments.map((each) => cells(each.label, each.value))];
  return tableOf({ rows, caption: title });
};
