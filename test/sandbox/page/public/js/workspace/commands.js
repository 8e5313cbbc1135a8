/** `modify [project] [task] | help [command]`, also inside one pair of brackets, as its parts. */
export const partsOfHint = (hint) => {
  const [, choices, rest] = /^\[([^\]]*\|[^\]]*)\](.*)$/.exec(hint.trim()) ?? [];
  const list = choices === undefined ? hint : choices;
  return list
    .split('|')
    .map((part) => `${part.trim()}${rest === undefined ? '' : rest}`)
    .filter((part) => /^[a-z]/i.test(part))
    .map((usage) => ({ word: usage.split(/\s/, 1)[0], usage }));
};

const shortcutEntries = (shortcuts, typed) =>
  shortcuts
    .filter(({ type, name }) => type === 'global' && name.toLowerCase().startsWith(typed))
    .map(({ callbackId, name }) => ({
      title: name,
      usage: '',
      description: 'Shortcut',
      text: name,
      shortcut: callbackId,
    }));

/** What could be meant by the text: commands and shortcuts, then what can follow the command. */
export const suggestions = ({ commands, shortcuts }, text) => {
  if (!text.startsWith('/') || text.includes('\n')) return [];
  const [, command, rest] = /^(\/\S*)(?:\s([\s\S]*))?$/.exec(text) ?? [];
  if (rest === undefined) {
    const fitting = commands
      .filter((entry) => entry.command.startsWith(command))
      .map((entry) => ({
        title: entry.command,
        usage: entry.usageHint,
        description: entry.description,
        text: `${entry.command} `,
      }));
    return [...fitting, ...shortcutEntries(shortcuts, command.slice(1).toLowerCase())];
  }
  const found = commands.find((entry) => entry.command === command);
  if (found === undefined) return [];
  const [, word, after] = /^(\S*)(\s[\s\S]*)?$/.exec(rest.trimStart()) ?? [];
  const parts = partsOfHint(found.usageHint);
  // Once a word is finished, only how it goes on is of use.
  const fitting = parts.filter((part) =>
    after === undefined ? part.word.startsWith(word) : part.word === word,
  );
  return fitting.map((part) => ({
    title: `${command} ${part.word}`,
    usage: part.usage.slice(part.word.length).trim(),
    description: '',
    text: after === undefined && part.word !== word ? `${command} ${part.word} ` : text,
  }));
};
