import { LIMITS } from './limits.ts';
import { boolean, byType, integer, list, literal, shape, string, type Check } from './shape.ts';

const filled = string({ of: 'characters', min: 1, max: 40_000 });
const style = shape({
  optional: {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    underline: boolean,
    code: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  },
});

const inline = (
  type: string,
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check =>
  shape({ required: { type: literal(type), ...required }, optional: { style, ...optional } });

const text = inline('text', { text: filled });
const link = inline('link', { url: filled }, { text: string(), unsafe: boolean });

const inlineElements = byType({
  text,
  link,
  user: inline('user', { user_id: filled }),
  usergroup: inline('usergroup', { usergroup_id: filled }),
  channel: inline('channel', { channel_id: filled }),
  team: inline('team', { team_id: filled }),
  emoji: inline('emoji', { name: filled }, { unicode: string(), url: string() }),
  broadcast: inline('broadcast', { range: literal('here', 'channel', 'everyone') }),
  color: inline('color', { value: filled }),
  date: inline(
    'date',
    { timestamp: integer(), format: filled },
    { url: string(), fallback: string() },
  ),
});

const border = literal(0, 1);
const section = shape({
  required: { type: literal('rich_text_section'), elements: list(inlineElements) },
});

/** The rich_text block; also a cell of a table, a title of a container, a value of an input. */
export const richText: Check = shape({
  required: {
    type: literal('rich_text'),
    elements: list(
      byType({
        rich_text_section: section,
        rich_text_list: shape({
          required: {
            type: literal('rich_text_list'),
            style: literal('bullet', 'ordered'),
            elements: list(section),
          },
          optional: { indent: integer({ min: 0, max: 8 }), offset: integer(), border },
        }),
        rich_text_quote: shape({
          required: { type: literal('rich_text_quote'), elements: list(inlineElements) },
          optional: { border },
        }),
        rich_text_preformatted: shape({
          required: {
            type: literal('rich_text_preformatted'),
            elements: list(byType({ text, link })),
          },
          optional: { border, language: string() },
        }),
      }),
    ),
  },
  optional: { block_id: string(LIMITS.block_id) },
});
