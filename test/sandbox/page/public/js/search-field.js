import { focusKey } from './focus-key.js';
import { h, newId, replace, spinner } from './dom.js';
import { hide, isShown, showBelow } from './dropdown.js';
import { plainText, unescaped } from './mrkdwn.js';

// Slack asks the bot when typing pauses, not at each letter.
const pauseMs = 250;
const usualMinLength = 3;

const heldOption = (owner, block, element) =>
  owner.stateOf(block, element)?.selected_option ?? undefined;

/** A select whose options come from the bot while one types. */
export const searchField = ({ owner, block, element, id, onChange, describe }) => {
  const listId = newId('options');
  let chosen = heldOption(owner, block, element);
  let options = [];
  let active = -1;
  let timer;
  let asked = 0;

  const input = h('input', {
    id,
    type: 'text',
    role: 'combobox',
    class: 'field-input',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-expanded': 'false',
    'aria-autocomplete': 'list',
    'aria-controls': listId,
    placeholder: plainText(element.placeholder) || 'Type to search',
    ...describe,
    value: chosen === undefined ? '' : plainText(chosen.text),
    data: { focus: focusKey(owner, block, element) },
  });
  const list = h('ul', {
    id: listId,
    class: 'options',
    role: 'listbox',
    popover: 'manual',
    'aria-label': 'Found',
  });
  const note = h('p', { class: 'options-note', role: 'status', popover: 'manual' });
  const box = h('span', { class: 'search-field' }, input, spinner(), list, note);

  const close = () => {
    hide(list);
    hide(note);
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const say = (text) => {
    close();
    note.textContent = text;
    showBelow(input, note);
  };
  const choose = (option) => {
    chosen = option;
    input.value = plainText(option.text);
    close();
    onChange(option.value);
  };
  const mark = (index) => {
    active = index;
    Array.from(list.children).forEach((entry, at) => {
      entry.setAttribute('aria-selected', String(at === index));
      if (at === index) entry.scrollIntoView({ block: 'nearest' });
    });
    const current = list.children[index];
    if (current) input.setAttribute('aria-activedescendant', current.id);
  };
  const show = (found) => {
    options = found;
    if (found.length === 0) {
      say('No results');
      return;
    }
    const nodes = found.map((option, index) =>
      h(
        'li',
        {
          id: `${listId}-${index}`,
          role: 'option',
          class: 'option',
          'aria-selected': 'false',
          on: {
            // The field must not lose the focus before the click arrives.
            mousedown: (event) => event.preventDefault(),
            click: () => choose(option),
          },
        },
        h('span', { class: 'choice-text' }, plainText(option.text)),
        option.description &&
          h('span', { class: 'choice-description' }, unescaped(option.description.text)),
      ),
    );
    replace(list, nodes);
    hide(note);
    showBelow(input, list);
    input.setAttribute('aria-expanded', 'true');
    mark(0);
  };
  const search = async () => {
    const text = input.value.trim();
    const least = element.min_query_length ?? usualMinLength;
    if (Array.from(text).length < least) {
      say(`Type ${least} ${least === 1 ? 'letter' : 'letters'} or more`);
      return;
    }
    asked += 1;
    const mine = asked;
    box.setAttribute('aria-busy', 'true');
    const found = await owner.search({ block, element, text });
    if (mine !== asked) return;
    box.removeAttribute('aria-busy');
    if (document.activeElement === input) show(found);
  };
  const searchSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void search(), pauseMs);
  };

  input.addEventListener('input', () => {
    if (chosen !== undefined) onChange(null);
    chosen = undefined;
    searchSoon();
  });
  input.addEventListener('focus', () => {
    if (chosen === undefined) searchSoon();
    else input.select();
  });
  input.addEventListener('blur', () => {
    clearTimeout(timer);
    close();
    // What was not chosen from the list is not a value.
    if (chosen === undefined) input.value = '';
  });
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isOpen = isShown(list);
    if (step !== undefined) {
      event.preventDefault();
      if (isOpen) mark((active + step + options.length) % options.length);
      else void search();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (isOpen && options[active]) choose(options[active]);
    } else if (event.key === 'Escape' && (isOpen || isShown(note))) {
      event.stopPropagation();
      close();
    }
  });
  return box;
};
