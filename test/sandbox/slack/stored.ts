import { linked, storedMrkdwn, storedPlainText } from './blocks/escape.ts';
import { isFields, stringOf, type Fields } from './json.ts';
import type { Mention } from './types.ts';

const interactive =
  /^(button|overflow|checkboxes|radio_buttons|.*picker|.*select|.*_input|feedback_buttons|icon_button)$/;

/**
 * Blocks as Slack keeps and hands them back: text escaped, and the ids that the app left out made
 * up. `newId` is asked for each, so that two renderings of a view never share a made-up id.
 */
export const storedBlocks = (blocks: readonly Fields[], newId: () => string): Fields[] => {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isFields(value)) return value;
    const type = stringOf(value['type']);
    const text = value['text'];
    const copy: Fields = {};
    for (const [key, entry] of Object.entries(value)) copy[key] = walk(entry);
    if (type === 'mrkdwn' && typeof text === 'string') {
      const stored = storedMrkdwn(text);
      copy['text'] = value['verbatim'] === true ? stored : linked(stored);
    }
    if (type === 'plain_text' && typeof text === 'string') {
      copy['text'] = storedPlainText(text);
      copy['emoji'] ??= true;
    }
    if (interactive.test(type)) copy['action_id'] ??= newId();
    return copy;
  };
  return blocks.map((block) => {
    const copy = walk(block) as Fields;
    if (stringOf(copy['block_id']) === '') copy['block_id'] = newId();
    return copy;
  });
};

const inText =
  /<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>|<!(channel|here|everyone)(?:\|[^<>]*)?>|<!subteam\^(S[A-Z0-9]+)(?:\|[^<>]*)?>/g;

const textMentions = (text: string, pointer: string): Mention[] =>
  Array.from(text.matchAll(inText), ([, user, broadcast, usergroup]): Mention => {
    if (user !== undefined) return { kind: 'user', id: user, pointer };
    if (usergroup !== undefined) return { kind: 'usergroup', id: usergroup, pointer };
    return { kind: 'broadcast', id: broadcast ?? '', pointer };
  });

const fieldMentions = (value: Fields, pointer: string): Mention[] => {
  const type = stringOf(value['type']);
  const text = stringOf(value['text']);
  if (type === 'mrkdwn' || type === 'markdown') return textMentions(text, `${pointer}/text`);
  if (type === 'user') return [{ kind: 'user', id: stringOf(value['user_id']), pointer }];
  if (type === 'usergroup')
    return [{ kind: 'usergroup', id: stringOf(value['usergroup_id']), pointer }];
  if (type === 'broadcast') return [{ kind: 'broadcast', id: stringOf(value['range']), pointer }];
  return [];
};

const blockMentions = (value: unknown, pointer: string): Mention[] => {
  if (Array.isArray(value)) {
    return value.flatMap((entry, index) => blockMentions(entry, `${pointer}/${index}`));
  }
  if (!isFields(value)) return [];
  return [
    ...fieldMentions(value, pointer),
    ...Object.entries(value).flatMap(([key, entry]) => blockMentions(entry, `${pointer}/${key}`)),
  ];
};

/** Everything in a message that pings somebody, the top-level text included. */
export const mentionsIn = (text: string, blocks: readonly Fields[]): Mention[] => [
  ...textMentions(text, '/text'),
  ...blockMentions(blocks, '/blocks'),
];
