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

const host =
  /\b(https?:\/\/[^\s<>`|]+|(?:[a-z\d-]+\.)+(?:com|net|org|example)\b(?![\w.])[^\s<>`|]*)/gi;

const linkTo = (found: string): string =>
  `<${/^https?:/i.test(found) ? '' : 'http://'}${found}|${found}>`;

/** What Slack makes of mrkdwn that is not `verbatim`: whatever looks like an address is a link; code stays code. */
export const linked = (stored: string): string => {
  const kept = /<[^<>\n]*>|`[^`\n]*`/g;
  const between = stored.match(kept) ?? [];
  return stored
    .split(kept)
    .map((part, index) => part.replace(host, linkTo) + (between[index] ?? ''))
    .join('');
};

export const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
