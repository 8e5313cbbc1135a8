/** Shows control characters, and characters that reorder or hide their neighbours, as code points. */
export function visible(text: string): string {
  return text.replaceAll(HIDDEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}

// Control and format characters but for tab and line feed; fillers and blanks that print as nothing.
const HIDDEN =
  /[^\P{Cc}\t\n]|[\p{Cf}\p{Co}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u2028\u2029\u2800\u3164\uffa0]/gu;
