import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  MrkdwnElement,
  PlainTextElement,
  RichTextBlock,
  RichTextElement,
  RichTextPreformatted,
  RichTextQuote,
  RichTextSection,
  SectionBlock,
} from '@slack/types';
import { cut, cutMarkup, escapedWithin, unescaped } from './text.ts';

/** Small builders, each with the limit of what it builds (Slack's Block Kit reference). */

export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

/**
 * What people typed must have been escaped before. `verbatim`: Slack makes no link of what only looks like a host, an
 * address or the name of a channel; links, mentions and dates that are written as such stay. At most 3,000 characters.
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

/** At most 150 characters, which Slack counts after it has escaped them itself. */
export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(unescaped(escapedWithin(text, 150))) };
}

/** What a screen reader says in place of a button's text: at most 75 characters. */
export function withLabel(button: Button, label: string): Button {
  return { ...button, accessibility_label: cut(label, 75) };
}

export function actions(elements: ActionsBlock['elements']): ActionsBlock {
  return { type: 'actions', elements };
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

/** Slack takes no empty text: where there is none, a blank stands. */
export function preformatted(value: string): RichTextPreformatted {
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: value || ' ' }] };
}

export function quote(value: string): RichTextQuote {
  return { type: 'rich_text_quote', elements: [{ type: 'text', text: value || ' ' }] };
}
