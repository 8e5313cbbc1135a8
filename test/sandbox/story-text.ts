import { PEOPLE, USERGROUPS, CHANNELS } from './cast.ts';
import { fieldsOf } from './slack/json.ts';
import { readable } from './slack/readable.ts';

/** What people see on a screen, as lines of text. */

type Blocks = Parameters<typeof readable>[0]['blocks'];

interface Screen {
  readonly title: string;
  readonly blocks: Blocks;
  readonly state: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly submit?: string | undefined;
}

export const messageText = (message: { readonly text: string; readonly blocks: Blocks }): string =>
  named(
    message.blocks.length === 0
      ? readable(message)
      : message.blocks.map((block) => blockText(block)).join('\n'),
  );

/** A modal: its title, its text, and each field with what stands in it. */
export const modalText = (view: Screen): string => {
  const lines = view.blocks.map((block) => {
    if (block['type'] !== 'input') return blockText(block);
    const label = readable({ text: '', blocks: [{ type: 'section', text: block['label'] }] });
    return `${label}: ${valueText(view.state[String(block['block_id'])])}`;
  });
  const button = view.submit === undefined ? [] : [`[${view.submit}]`];
  return named([view.title, ...lines, ...button].join('\n'));
};

const blockText = (block: Blocks[number]): string => {
  const text = readable({ text: '', blocks: [block] });
  const isRow = block['type'] === 'actions' || block['type'] === 'context';
  return (isRow ? text.replaceAll('\n', '  ') : text).replace(/\n+$/, '');
};

/** The first element of an input block; Slack keeps each kind of value under its own name. */
const valueText = (elements: Readonly<Record<string, unknown>> | undefined): string => {
  const element = Object.values(elements ?? {})[0];
  if (typeof element !== 'object' || element === null) return '';
  for (const [key, value] of Object.entries(element)) {
    if (key === 'type' || value === null || value === undefined) continue;
    if (key === 'selected_date_time') return new Date(Number(value) * 1000).toISOString();
    const options: unknown[] = Array.isArray(value) ? value : [value];
    const words = options.map((option) => optionText(option));
    return words.join(', ').replaceAll('\n', '\n    ');
  }
  return '';
};

/** The lines of a text from the one that contains `from` to the one before that contains `to`. */
export const linesBetween = (text: string, from: string, to: string): string => {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.includes(from));
  const last = lines.findIndex((line, at) => at > first && line.includes(to));
  return lines.slice(Math.max(first, 0), last < 0 ? undefined : last).join('\n');
};

/** Options are shown by their labels. */
const optionText = (option: unknown): string => {
  const text = fieldsOf(fieldsOf(option)['text'])['text'];
  return String(text ?? fieldsOf(option)['value'] ?? option);
};

/** Names for ids, and times as their fallback says, as Slack shows them. */
const named = (text: string): string =>
  text
    .replaceAll(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/<@(\w+)>/g, (all, id: string) => nameOf(id, Object.values(PEOPLE), '@') ?? all)
    .replaceAll(/<#(\w+)>/g, (all, id: string) => nameOf(id, Object.values(CHANNELS), '#') ?? all)
    .replaceAll(/<!subteam\^(\w+)>/g, (all, id: string) => nameOf(id, USERGROUPS, '@') ?? all);

const nameOf = (
  id: string,
  known: readonly { readonly id: string; readonly name?: string; readonly handle?: string }[],
  sign: string,
): string | undefined => {
  const found = known.find((candidate) => candidate.id === id);
  return found && `${sign}${found.name ?? found.handle ?? id}`;
};
