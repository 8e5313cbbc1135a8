import { unescaped } from './blocks/escape.ts';
import { isFields, listOf, stringOf, type Fields } from './json.ts';
import type { View } from './types.ts';

const inlineText = (value: Fields): string => {
  switch (value['type']) {
    case 'user':
      return `<@${stringOf(value['user_id'])}>`;
    case 'usergroup':
      return `<!subteam^${stringOf(value['usergroup_id'])}>`;
    case 'channel':
      return `<#${stringOf(value['channel_id'])}>`;
    case 'broadcast':
      return `<!${stringOf(value['range'])}>`;
    case 'emoji':
      return `:${stringOf(value['name'])}:`;
    case 'date':
      return stringOf(value['fallback']) || `<!date^${String(value['timestamp'])}>`;
    case 'link':
      return stringOf(value['text']) || stringOf(value['url']);
    default:
      return stringOf(value['text']);
  }
};

const isInline = (value: Fields): boolean =>
  /^(text|link|user|usergroup|channel|team|emoji|broadcast|color|date)$/.test(
    stringOf(value['type']),
  );

const lines = (value: unknown): string[] => {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every((entry) => isFields(entry) && isInline(entry))) {
      return [listOf(value).map(inlineText).join('')];
    }
    return value.flatMap(lines);
  }
  if (!isFields(value)) return [];
  const type = stringOf(value['type']);
  const own = ['mrkdwn', 'plain_text', 'markdown', 'raw_text', 'raw_number'].includes(type)
    ? [stringOf(value['text'])]
    : [];
  if (type === 'button')
    return [`[${stringOf(isFields(value['text']) ? value['text']['text'] : '')}]`];
  return [
    ...own,
    ...Object.entries(value)
      .filter(([key]) => !['confirm', 'options', 'option_groups', 'placeholder'].includes(key))
      .flatMap(([, entry]) => lines(entry)),
  ];
};

/** What a person reads: the blocks if there are any, otherwise the text, unescaped. */
export const readable = (message: {
  readonly text: string;
  readonly blocks: readonly Fields[];
}): string =>
  unescaped(message.blocks.length === 0 ? message.text : lines(message.blocks).join('\n'));

export const readableView = (view: View): string =>
  unescaped([...lines(view.title), ...lines(view.blocks)].join('\n'));
