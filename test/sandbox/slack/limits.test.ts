import { describe, expect, it } from 'vitest';
import { LIMITS, type LimitName } from './blocks/limits.ts';
import {
  plain,
  mrkdwn,
  x,
  many,
  option,
  button,
  image,
  url,
  row,
  richText,
  divider,
  inMessage,
  actions,
  select,
  withOption,
  confirming,
  feedback,
  card,
  container,
  video,
  dataTable,
  chart,
  pie,
  bars,
  modal,
  input,
  textInput,
} from './builders.ts';
import type { Fields } from './json.ts';
import { readManifest } from './manifest.ts';
import { readContent } from './messages.ts';
import { manifest } from './testing.ts';
import { createWorkspace } from './workspace.ts';

const workspace = createWorkspace({
  team: { id: 'T', name: 'T' },
  people: [],
  channels: [],
  manifest: readManifest(manifest),
  now: () => 0,
});
const refusal = (args: Fields): unknown[] => {
  try {
    readContent(workspace, args);
    return [];
  } catch (error) {
    return [error];
  }
};
const sections = (size: number): Fields[] =>
  many(Math.ceil(size / 3000), (index) => ({
    type: 'section',
    text: plain(x(Math.min(3000, size - index * 3000))),
  }));

/** One way to hit each limit; suggestions are tried in `person.test.ts`, where a bot offers them. */
const cases: Record<
  Exclude<LimitName, 'suggestions.options'>,
  (size: number) => readonly unknown[]
> = {
  text: (size) => inMessage({ type: 'context', elements: [mrkdwn(x(size))] }),
  action_id: (size) => actions(button({ action_id: x(size) })),
  block_id: (size) => inMessage({ type: 'divider', block_id: x(size) }),
  'button.text': (size) => actions(button({ text: plain(x(size)) })),
  'button.url': (size) => actions(button({ url: url(size) })),
  'button.value': (size) => actions(button({ value: x(size) })),
  'button.accessibility_label': (size) => actions(button({ accessibility_label: x(size) })),
  'confirmation.title': (size) => confirming({ title: plain(x(size)) }),
  'confirmation.text': (size) => confirming({ text: plain(x(size)) }),
  'confirmation.confirm': (size) => confirming({ confirm: plain(x(size)) }),
  'confirmation.deny': (size) => confirming({ deny: plain(x(size)) }),
  'option.text': (size) => withOption({ text: plain(x(size)) }),
  'option.value': (size) => withOption({ value: x(size) }),
  'option.description': (size) => withOption({ description: plain(x(size)) }),
  'option.url': (size) => actions({ type: 'overflow', options: [option(0, { url: url(size) })] }),
  'option_group.label': (size) =>
    select({ option_groups: [{ label: plain(x(size)), options: [option()] }] }),
  'option_group.options': (size) =>
    select({ option_groups: [{ label: plain('Group'), options: many(size, option) }] }),
  'select.placeholder': (size) => select({ options: [option()], placeholder: plain(x(size)) }),
  'select.options': (size) => select({ options: many(size, (index) => option(index)) }),
  'select.option_groups': (size) =>
    select({ option_groups: many(size, () => ({ label: plain('Group'), options: [option()] })) }),
  'overflow.options': (size) =>
    actions({ type: 'overflow', options: many(size, (index) => option(index)) }),
  'checkboxes.options': (size) =>
    actions({ type: 'checkboxes', options: many(size, (index) => option(index)) }),
  'radio_buttons.options': (size) =>
    actions({ type: 'radio_buttons', options: many(size, (index) => option(index)) }),
  'url_source.url': (size) =>
    inMessage({
      type: 'task_card',
      task_id: '1',
      title: 'Task',
      status: 'pending',
      sources: [{ type: 'url', text: 'x', url: x(size) }],
    }),
  'file_input.max_files': (size) => input({ type: 'file_input', max_files: size }),
  'plain_text_input.max_length': (size) => input(textInput({ max_length: size })),
  'plain_text_input.initial_value': (size) => input(textInput({ initial_value: x(size) })),
  'actions.elements': (size) => actions(...many(size, () => button())),
  'alert.text': (size) => modal({ blocks: [{ type: 'alert', text: plain(x(size)) }] }),
  'card.title': (size) => card({ title: mrkdwn(x(size)) }),
  'card.subtitle': (size) => card({ subtitle: mrkdwn(x(size)) }),
  'card.body': (size) => card({ body: mrkdwn(x(size)) }),
  'card.actions': (size) => card({ actions: many(size, () => button()) }),
  'card.subtext': (size) => card({ subtext: mrkdwn(x(size)) }),
  'carousel.elements': (size) =>
    inMessage({
      type: 'carousel',
      elements: many(size, () => ({ type: 'card', title: mrkdwn('Card') })),
    }),
  'container.title': (size) => container({ title: plain(x(size)) }),
  'container.subtitle': (size) => container({ subtitle: plain(x(size)) }),
  'container.child_blocks': (size) => container({ child_blocks: many(size, () => divider) }),
  'context.elements': (size) =>
    inMessage({ type: 'context', elements: many(size, () => plain('x')) }),
  'context_actions.elements': (size) =>
    inMessage({
      type: 'context_actions',
      elements: many(size, () => ({ type: 'icon_button', icon: 'trash', text: plain('x') })),
    }),
  'feedback_button.text': (size) => feedback({ text: plain(x(size)) }),
  'feedback_button.value': (size) => feedback({ value: x(size) }),
  'feedback_button.accessibility_label': (size) => feedback({ accessibility_label: x(size) }),
  'icon_button.visible_to_user_ids': (size) =>
    inMessage({
      type: 'context_actions',
      elements: [
        {
          type: 'icon_button',
          icon: 'trash',
          text: plain('x'),
          visible_to_user_ids: many(size, () => 'U1'),
        },
      ],
    }),
  'data_table.rows': (size) => dataTable({ rows: many(size, () => row(1)) }),
  'data_table.columns': (size) => dataTable({ rows: [row(size), row(size)] }),
  'data_table.page_size': (size) => dataTable({ page_size: size }),
  'data_table.cell_text': (size) =>
    dataTable({ rows: [[{ type: 'raw_text', text: x(size) }], [{ ...richText }]] }),
  'data_table.content': (size) =>
    dataTable({
      rows: [
        [{ type: 'raw_text', text: x(10_000) }],
        [{ type: 'raw_text', text: x(size - 10_000) }],
      ],
    }),
  'data_visualization.title': (size) =>
    chart({ type: 'pie', segments: [{ label: 'Part', value: 1 }] }, x(size)),
  'data_visualization.segments': (size) => pie(size),
  'data_visualization.segment.label': (size) => pie(1, x(size)),
  'data_visualization.series': (size) =>
    bars({
      series: many(size, (index) => ({ name: `S${index}`, data: [{ label: 'A', value: 1 }] })),
    }),
  'data_visualization.series_name': (size) =>
    bars({ series: [{ name: x(size), data: [{ label: 'A', value: 1 }] }] }),
  'data_visualization.data': (size) =>
    bars({ series: [{ name: 'S', data: many(size, () => ({ label: 'A', value: 1 })) }] }),
  'data_visualization.point_label': (size) =>
    bars(
      { series: [{ name: 'S', data: [{ label: x(size), value: 1 }] }] },
      { categories: [x(size)] },
    ),
  'data_visualization.categories': (size) => bars({}, { categories: many(size, () => 'A') }),
  'data_visualization.category_label': (size) => bars({}, { categories: ['A', x(size)] }),
  'data_visualization.axis_label': (size) => bars({}, { x_label: x(size), y_label: x(size) }),
  'table.rows': (size) => inMessage({ type: 'table', rows: many(size, () => row(1)) }),
  'table.columns': (size) => inMessage({ type: 'table', rows: [row(size)] }),
  'table.column_settings': (size) =>
    inMessage({
      type: 'table',
      rows: [row(1)],
      column_settings: many(size, () => ({ align: 'left' })),
    }),
  'header.text': (size) => inMessage({ type: 'header', text: plain(x(size)) }),
  'image.image_url': (size) => inMessage({ ...image, image_url: url(size) }),
  'image.alt_text': (size) => inMessage({ ...image, alt_text: x(size) }),
  'image.title': (size) => inMessage({ ...image, title: plain(x(size)) }),
  'input.label': (size) => input(textInput(), { label: plain(x(size)) }),
  'input.hint': (size) => input(textInput(), { hint: plain(x(size)) }),
  'markdown.text': (size) => inMessage({ type: 'markdown', text: x(size) }),
  'section.text': (size) => inMessage({ type: 'section', text: mrkdwn(x(size)) }),
  'section.fields': (size) => inMessage({ type: 'section', fields: many(size, () => plain('x')) }),
  'section.field': (size) => inMessage({ type: 'section', fields: [plain(x(size))] }),
  'video.alt_text': (size) => video({ alt_text: x(size) }),
  'video.title': (size) => video({ title: plain(x(size)) }),
  'video.author_name': (size) => video({ author_name: x(size) }),
  'video.description': (size) => video({ description: plain(x(size)) }),
  'video.provider_name': (size) => video({ provider_name: x(size) }),
  'view.blocks': (size) => modal({ blocks: many(size, () => divider) }),
  'view.private_metadata': (size) => modal({ private_metadata: x(size) }),
  'view.callback_id': (size) => modal({ callback_id: x(size) }),
  'view.external_id': (size) => modal({ external_id: x(size) }),
  'view.title': (size) => modal({ title: plain(x(size)) }),
  'view.close': (size) => modal({ close: plain(x(size)) }),
  'view.submit': (size) => modal({ submit: plain(x(size)) }),
  'message.charts': (size) =>
    inMessage(
      ...many(size, () => ({
        type: 'data_visualization',
        title: 'Chart',
        chart: { type: 'pie', segments: [{ label: 'Part', value: 1 }] },
      })),
    ),
  'message.blocks': (size) => inMessage(...many(size, () => divider)),
  'message.text': (size) => refusal({ text: x(size) }),
  'message.blocks_text': (size) => refusal({ text: 'x', blocks: sections(size) }),
};

const entries = Object.entries(cases).map(([name, build]) => ({
  name,
  build,
  ...LIMITS[name as LimitName],
}));

describe('limits of Block Kit', () => {
  it('reads the table it claims to read', () => {
    expect(entries.length).toBe(Object.keys(LIMITS).length - 1);
  });

  it.each(entries)('accepts $name at $max', ({ build, max }) => {
    expect(build(max)).toEqual([]);
  });

  it.each(entries)('refuses $name over $max', ({ build, max }) => {
    expect(build(max + 1)).not.toEqual([]);
  });

  it.each(entries.filter(({ min }) => min > 0))('accepts $name at $min', ({ build, min }) => {
    expect(build(min)).toEqual([]);
  });

  it.each(entries.filter(({ min }) => min > 0))('refuses $name under $min', ({ build, min }) => {
    expect(build(min - 1)).not.toEqual([]);
  });

  it('counts code points after escaping', () => {
    expect(inMessage({ type: 'header', text: plain('🙂'.repeat(150)) })).toEqual([]);
    expect(inMessage({ type: 'header', text: plain('&'.repeat(30)) })).toEqual([]);
    expect(inMessage({ type: 'header', text: plain('&'.repeat(31)) })).toHaveLength(1);
    expect(inMessage({ type: 'header', text: plain('&amp;'.repeat(30)) })).toEqual([]);
  });
});
