import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  RichTextBlock,
  RichTextElement,
  RichTextPreformatted,
  RichTextQuote,
  RichTextSection,
  SectionBlock,
} from '@slack/types';
import { given } from '#src/basics/given.ts';
import { cut, cutMarkup, plainWithin } from './text.ts';

/** Small builders, each with its limit (Slack's Block Kit reference). */

export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

/**
 * Typed text must already be escaped. `verbatim`: Slack does not turn apparent host names, URLs or channel names into
 * links; explicit links, mentions and dates stay. At most 3,000 characters.
 */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text: cutMarkup(text, 3_000), verbatim: true };
}

/** `text` is mrkdwn. */
export function section(text: string, blockId?: string): SectionBlock {
  const body = { type: 'section', text: mrkdwn(text) } as const;
  return blockId ? { ...body, block_id: blockId } : body;
}

/** At most 10 elements. */
export function context(...texts: readonly string[]): ContextBlock {
  return { type: 'context', elements: texts.map(mrkdwn) };
}

/** At most 150 characters, counted after Slack's own escaping. */
export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(plainWithin(text, 150)) };
}

/** `value` comes back with a click: at most 2,000 characters. */
export function button(action_id: string, text: string, value?: string): Button {
  return { type: 'button', action_id, text: plain(text), ...given({ value }) };
}

/** What a screen reader says instead of a button's text: at most 75 characters. */
export function withLabel(shown: Button, label: string): Button {
  return { ...shown, accessibility_label: cut(label, 75) };
}

export function actions(elements: ActionsBlock['elements']): ActionsBlock {
  return { type: 'actions', elements };
}

/** A row of buttons, or nothing if there is none. */
export function buttonRow(buttons: Button[]): KnownBlock[] {
  return buttons.length === 0 ? [] : [actions(buttons)];
}

export type RichParagraph = RichTextSection | RichTextPreformatted | RichTextQuote;

export function richText(...elements: readonly RichParagraph[]): RichTextBlock {
  return { type: 'rich_text', elements: [...elements] };
}

export function paragraph(...elements: readonly RichTextElement[]): RichTextSection {
  return { type: 'rich_text_section', elements: [...elements] };
}

export function span(
  value: string,
  style?: { bold?: true; code?: true; italic?: true },
): RichTextElement {
  return style ? { type: 'text', text: value, style } : { type: 'text', text: value };
}

/** The digest of what was requested. */
export function digestBlock(digest: string, label: string): RichTextBlock {
  return richText(paragraph(span(`${label}  `), span(digest, { code: true })));
}

/** Slack refuses empty texts, so they become a blank. */
export function preformatted(value: string): RichTextPreformatted {
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: value || ' ' }] };
}

export function quote(value: string): RichTextQuote {
  return { type: 'rich_text_quote', elements: [{ type: 'text', text: value || ' ' }] };
}
