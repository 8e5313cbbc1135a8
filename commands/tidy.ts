/** Quotation marks that phones and foreign keyboards put around a word. */
const QUOTES = '"\'`“”„‘’«»「」『』';
const START = new RegExp(`^[${QUOTES}]`);
const AROUND = new RegExp(`^[${QUOTES}]+|[${QUOTES}]+$`, 'g');

/**
 * The words of a command as they were meant: split at white space of any width, with full-width letters made plain,
 * and without surrounding quotation marks, a comma at the end, the `<…>` and `[…]` of a copied usage, and a leading `#`.
 */
export function tidyWords(text: string): TypedWord[] {
  return unquoted(text.trim())
    .split(/\s+/)
    .map((typed) => ({ typed: typed.replace(MENTION, '@$2'), word: tidy(typed) }))
    .filter(({ word }) => word !== '');
}

/** The words in which `status: pause` is one. */
export function withValues(words: readonly string[]): string[] {
  return words.reduce<string[]>((all, word) => {
    const last = all.at(-1);
    return last?.endsWith(':') ? [...all.slice(0, -1), `${last}${word}`] : [...all, word];
  }, []);
}

/** A word as it was meant, and as it was typed: a sentence keeps its quotation marks. */
interface TypedWord {
  readonly word: string;
  readonly typed: string;
}

/** Without the marks around all of it, as of a command that was copied in code font. */
function unquoted(text: string): string {
  return START.test(text) ? text.replaceAll(AROUND, '') : text;
}

function tidy(word: string): string {
  const plain = word.replaceAll(FULL_WIDTH, (character) =>
    String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  );
  const bare = plain.replace(SEPARATOR, '').replaceAll(AROUND, '').replace(MENTION, '<@$1>');
  // Only around a plain word: `<!channel>` and `<@U…>` are something else and stay.
  return bare.replace(/^[<[]([\w./:-]+)[\]>]$/, '$1').replace(/^#(?=\S)/, '');
}

/** Slack sends the name of a person along with the id. */
const MENTION = /<@([A-Z0-9]+)\|([^<>|]+)>/;

/** What people put between the names of a list. */
const SEPARATOR = /[,;、]+$/;

/** Full-width forms of ASCII characters. */
const FULL_WIDTH = /[\uff01-\uff5e]/g;
