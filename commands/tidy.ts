/** Quotation marks that phones and foreign keyboards put around a word. */
const QUOTES = '"\'`“”„‘’«»「」『』';
const AROUND = new RegExp(`^[${QUOTES}]+|[${QUOTES}]+$`, 'g');

/**
 * The words of a command as they were meant: split at white space of any width, with full-width letters made plain,
 * and without surrounding quotation marks, the `<…>` and `[…]` of a copied usage, and a leading `#`.
 */
export function tidyWords(text: string): string[] {
  return text.trim().split(/\s+/).map(tidy).filter(Boolean);
}

function tidy(word: string): string {
  const plain = word.replaceAll(FULL_WIDTH, (character) =>
    String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  );
  const bare = plain.replaceAll(AROUND, '');
  // Only around a plain word: `<!channel>` and `<@U…>` are something else and stay.
  return bare.replace(/^[<[]([\w./:-]+)[\]>]$/, '$1').replace(/^#(?=\S)/, '');
}

/** Full-width forms of ASCII characters. */
const FULL_WIDTH = /[\uff01-\uff5e]/g;
