/**
 * Text that a person typed or another system sent, made safe for Slack's markup: Slack asks for
 * these three to be replaced, and then nothing in it is a mention, a link or a date.
 */
export function escaped(text: string): string {
  return visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What somebody typed after a command: Slack hands it out with these three replaced. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Characters that reorder or hide what stands beside them, and controls, as their code point. */
export function visible(text: string): string {
  return text.replaceAll(HIDDEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}

// Control and format characters but for tab and line feed; fillers and blanks that print as nothing.
const HIDDEN =
  /[^\P{Cc}\t\n]|[\p{Cf}\p{Co}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u2028\u2029\u2800\u3164\uffa0]/gu;

/** Text of at most `max` code points; what is cut is marked by the last of them. */
export function cut(text: string, max: number): string {
  const points = Array.from(text);
  return points.length <= max ? text : `${points.slice(0, max - 1).join('')}…`;
}

/** Escaped text of at most `max` characters: Slack counts after escaping. No entity is cut in two. */
export function escapedWithin(text: string, max: number): string {
  const whole = escaped(text);
  if (whole.length <= max) return whole;
  let length = 0;
  const kept = Array.from(visible(text), escaped).filter((part) => (length += part.length) < max);
  return `${kept.join('')}…`;
}

/** A moment in the reader's own zone, for mrkdwn. */
export function moment(atMs: number): string {
  const seconds = Math.floor(atMs / 1000);
  return `<!date^${seconds}^{date_short_pretty} {time}|${utc(atMs)}>`;
}

/** A moment in UTC without fractions, as the API writes them. */
export function utc(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function mention(userId: string): string {
  return `<@${userId}>`;
}

export function groupMention(usergroupId: string): string {
  return `<!subteam^${usergroupId}>`;
}
