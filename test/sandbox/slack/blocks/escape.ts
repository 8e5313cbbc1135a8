// The three characters that are control characters in Slack's text; everything else is literal.
const bareAmpersand = /&(?!(?:amp|lt|gt);)/g;
const control = /<(?:[@#!][^<>\n]+|(?:https?|mailto|ftp|tel|slack|rtmp):[^<>\n]+)>/g;

const escapeAll = (text: string): string =>
  text.replace(bareAmpersand, '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What Slack hands back for a plain_text object. */
export const storedPlainText = escapeAll;

/** What Slack hands back for mrkdwn: mentions and links stay, stray brackets are escaped. */
export const storedMrkdwn = (text: string): string => {
  const kept = text.match(control) ?? [];
  return text
    .split(control)
    .map((part, index) => escapeAll(part) + (kept[index] ?? ''))
    .join('');
};

export const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
