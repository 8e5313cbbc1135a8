import { h, newId, replace } from './dom.js';

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

/** What could be meant by the text so far: commands and shortcuts, then what can follow the command. */
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

/** The list above the message box. The box keeps the focus and says which entry is meant. */
export const createSlashMenu = ({ input, onChoose }) => {
  const id = newId('commands');
  const list = h('ul', {
    id,
    class: 'slash-menu',
    role: 'listbox',
    'aria-label': 'Commands',
    hidden: true,
  });
  input.setAttribute('aria-controls', id);
  input.setAttribute('aria-autocomplete', 'list');
  let entries = [];
  let active = -1;

  const mark = (index) => {
    active = index;
    Array.from(list.children).forEach((child, at) =>
      child.setAttribute('aria-selected', String(at === index)),
    );
    const current = list.children[index];
    if (current === undefined) input.removeAttribute('aria-activedescendant');
    else {
      input.setAttribute('aria-activedescendant', current.id);
      current.scrollIntoView({ block: 'nearest' });
    }
  };
  const close = () => {
    entries = [];
    list.hidden = true;
    mark(-1);
  };
  const show = (found, text) => {
    entries = found;
    list.hidden = found.length === 0;
    const nodes = found.map((entry, index) =>
      h(
        'li',
        {
          id: `${id}-${index}`,
          class: 'slash-entry',
          role: 'option',
          on: {
            mousedown: (event) => event.preventDefault(),
            click: () => onChoose(entry),
          },
        },
        h('span', { class: 'slash-title' }, entry.title),
        h('span', { class: 'slash-usage' }, entry.usage),
        entry.description && h('span', { class: 'slash-description' }, entry.description),
      ),
    );
    replace(list, nodes);
    // After the blank nothing is chosen yet: Enter sends the command as it stands.
    const isMeant = found.length > 0 && !/\s$/.test(text) && found[0].text !== text;
    mark(isMeant ? 0 : -1);
  };

  return {
    node: list,
    show,
    close,
    /** True when the key was for the menu. */
    takesKey: (event) => {
      if (list.hidden) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) {
        mark((active + step + entries.length) % entries.length);
        return true;
      }
      if (event.key === 'Escape') {
        close();
        return true;
      }
      const isTab = event.key === 'Tab' && !event.shiftKey;
      const entry = entries[active] ?? (isTab ? entries[0] : undefined);
      if ((event.key === 'Enter' || isTab) && entry !== undefined && entry.text !== input.value) {
        onChoose(entry);
        return true;
      }
      return false;
    },
  };
};
