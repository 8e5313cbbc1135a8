/** Kinds of quotation marks that phones and keyboards of other languages put around a word. */
const QUOTES = '"\'`“”„‘’«»「」『』';
const AROUND = new RegExp(`^[${QUOTES}]+|[${QUOTES}]+$`, 'g');

/**
 * The words of a command as they were meant: split at white space of any width, full-width letters
 * as plain ones, without quotation marks around them, without the `<…>` and `[…]` of a usage that
 * was copied, and without a `#` in front.
 */
export function tidyWords(text: string): string[] {
  return text.trim().split(/\s+/).map(tidy).filter(Boolean);
}

function tidy(word: string): string {
  const plain = word.replaceAll(FULL_WIDTH, (character) =>
    String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  );
  const bare = plain.replaceAll(AROUND, '');
  // Only around a plain word: `<!channel>` and `<@U…>` are something else, and stay as they are.
  return bare.replace(/^[<[]([\w./:-]+)[\]>]$/, '$1').replace(/^#(?=\S)/, '');
}

/** The letters, digits and signs of ASCII, as wide as a Chinese character. */
const FULL_WIDTH = /[\uff01-\uff5e]/g;
