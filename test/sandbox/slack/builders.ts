import { messageProblems, viewProblems } from './blocks/validate.ts';
import type { Fields } from './json.ts';

export const plain = (text: string): Fields => ({ type: 'plain_text', text });
export const mrkdwn = (text: string): Fields => ({ type: 'mrkdwn', text });
export const x = (size: number): string => 'x'.repeat(size);
export const many = <T>(size: number, make: (index: number) => T): T[] =>
  Array.from({ length: size }, (_, index) => make(index));

export const option = (index = 0, parts: Fields = {}): Fields => ({
  text: plain('Option'),
  value: `option-${index}`,
  ...parts,
});
export const button = (parts: Fields = {}): Fields => ({
  type: 'button',
  text: plain('Press'),
  ...parts,
});
export const image = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A' };
export const url = (size: number): string => `https://example.com/${x(size - 20)}`;
export const row = (size: number): Fields[] => many(size, () => ({ type: 'raw_text', text: 'x' }));
export const richText = { type: 'rich_text', elements: [] };
export const divider = { type: 'divider' };

export const inMessage = (...blocks: Fields[]) => messageProblems(blocks);
export const actions = (...elements: Fields[]) => inMessage({ type: 'actions', elements });
export const select = (parts: Fields) => actions({ type: 'static_select', ...parts });
export const withOption = (parts: Fields) => select({ options: [option(0, parts)] });
export const confirming = (parts: Fields) =>
  actions(button({ confirm: { text: plain('Sure?'), ...parts } }));
export const feedback = (parts: Fields) => {
  const half = { text: plain('Good'), value: 'good' };
  const element = {
    type: 'feedback_buttons',
    positive_button: { ...half, ...parts },
    negative_button: half,
  };
  return inMessage({ type: 'context_actions', elements: [element] });
};
export const card = (parts: Fields) => inMessage({ type: 'card', title: mrkdwn('Card'), ...parts });
export const container = (parts: Fields) =>
  inMessage({ type: 'container', title: plain('Box'), child_blocks: [divider], ...parts });
export const video = (parts: Fields) =>
  inMessage({
    type: 'video',
    title: plain('Film'),
    alt_text: 'A film',
    thumbnail_url: 'https://example.com/a.png',
    video_url: 'https://example.com/a.mp4',
    ...parts,
  });
export const dataTable = (parts: Fields) =>
  inMessage({ type: 'data_table', caption: 'Data', rows: [row(1), row(1)], ...parts });
export const chart = (parts: Fields, title = 'Chart') =>
  inMessage({ type: 'data_visualization', title, chart: parts });
export const pie = (size: number, label = 'Part') =>
  chart({ type: 'pie', segments: many(size, () => ({ label, value: 1 })) });
export const bars = (parts: Fields = {}, axis: Fields = {}) =>
  chart({
    type: 'bar',
    series: [{ name: 'Series', data: [{ label: 'A', value: 1 }] }],
    axis_config: { categories: ['A'], ...axis },
    ...parts,
  });
export const modal = (parts: Fields) =>
  viewProblems(
    { type: 'modal', title: plain('Form'), submit: plain('Send'), blocks: [divider], ...parts },
    ['modal'],
  );
export const input = (element: Fields, parts: Fields = {}) =>
  modal({ blocks: [{ type: 'input', label: plain('Field'), element, ...parts }] });
export const textInput = (parts: Fields = {}): Fields => ({ type: 'plain_text_input', ...parts });
