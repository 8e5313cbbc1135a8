import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { counted, html, spinner } from '../html.js';
import { icon } from '../icons.js';
import { ListNote, Listbox, stepTo } from '../popups.js';
import { plainText } from '../text/mrkdwn.js';
import { useOwner } from './owner.js';

// Slack asks the bot when typing pauses, not at each letter.
const pauseMs = 250;
const usualMinLength = 3;

const closed = { entries: [], active: -1 };

const asEntry = (option) => ({
  title: plainText(option.text),
  description: plainText(option.description),
  option,
});

/** A select whose options come from the bot while one types. */
export const SearchField = ({ block, element, id, aria, onChange, onChoose }) => {
  const owner = useOwner();
  const listId = useId();
  const input = useRef();
  const timer = useRef();
  const held = owner.stateOf(block, element)?.selected_option ?? undefined;
  const [chosen, setChosen] = useState(held);
  const [text, setText] = useState(plainText(held?.text));
  const [list, setList] = useState(closed);
  const [isBusy, setBusy] = useState(false);
  const asked = useRef(0);
  const isOpen = list.entries.length > 0;
  useEffect(() => () => clearTimeout(timer.current), []);

  const choose = ({ title, option }) => {
    if (onChoose) {
      onChoose(option);
      setText('');
      setList(closed);
      return;
    }
    setChosen(option);
    setText(title);
    setList(closed);
    onChange(option.value);
  };
  const search = async () => {
    const wanted = input.current.value.trim();
    const least = element.min_query_length ?? usualMinLength;
    if (Array.from(wanted).length < least) {
      setList({ ...closed, note: `Type ${counted(least, 'letter')} or more` });
      return;
    }
    asked.current += 1;
    const mine = asked.current;
    setBusy(true);
    const options = await owner.search(block, element, wanted);
    if (mine !== asked.current) return;
    setBusy(false);
    if (document.activeElement !== input.current) return;
    if (options.length === 0) setList({ ...closed, note: 'No results' });
    else setList({ entries: options.map(asEntry), active: 0 });
  };
  const searchSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void search(), pauseMs);
  };
  const onInput = ({ target }) => {
    if (chosen !== undefined) onChange(null);
    setChosen(undefined);
    setText(target.value);
    searchSoon();
  };
  const onBlur = () => {
    clearTimeout(timer.current);
    setList(closed);
    // What was not chosen from the list is not a value.
    if (chosen === undefined) setText('');
  };
  const onKeyDown = (event) => {
    const step = stepTo(event, list.active, list.entries.length);
    if (step !== undefined || event.key === 'Enter') event.preventDefault();
    if (step !== undefined && isOpen) setList({ ...list, active: step });
    else if (step !== undefined) void search();
    else if (event.key === 'Enter' && isOpen) choose(list.entries[list.active]);
    else if (event.key === 'Escape' && list !== closed) {
      event.stopPropagation();
      setList(closed);
    }
  };
  const listed = { id: listId, label: 'Found', below: input };
  const open = isOpen && {
    'aria-controls': listId,
    'aria-activedescendant': `${listId}-${list.active}`,
  };
  return html`<span class="search-field" aria-busy=${isBusy}>
    <input id=${id} ref=${input} class="field-input" role="combobox" autocomplete="off"
      spellcheck=${false} aria-autocomplete="list" aria-expanded=${isOpen} ...${open} ...${aria}
      placeholder=${plainText(element.placeholder) || 'Type to search'} value=${text}
      onInput=${onInput} onKeyDown=${onKeyDown} onBlur=${onBlur}
      onFocus=${() => (chosen === undefined ? searchSoon() : input.current.select())} />
    ${spinner()}
    ${isOpen && html`<${Listbox} ...${listed} ...${list} choose=${choose} />`}
    ${list.note && html`<${ListNote} text=${list.note} below=${input} />`}
  </span>`;
};

/** The same for several: those that were chosen, each with a button that takes it off, above the search. */
export const SeveralSearchField = (props) => {
  const { block, element, onChange } = props;
  const owner = useOwner();
  const [chosen, setChosen] = useState(
    owner.stateOf(block, element)?.selected_options ?? element.initial_options ?? [],
  );
  const take = (options) => {
    setChosen(options);
    onChange(options.map(({ value }) => value));
  };
  const others = ({ value }) => chosen.filter((each) => each.value !== value);
  const chip = (option) => {
    const title = plainText(option.text);
    return html`<li key=${option.value}>
      <button type="button" class="chip" aria-label=${`Remove ${title}`}
        onClick=${() => take(others(option))}>${title}${icon('close', 12)}</button>
    </li>`;
  };
  return html`<span class="several-field">
    ${chosen.length > 0 && html`<ul class="chips" aria-label="Chosen">${chosen.map(chip)}</ul>`}
    <${SearchField} ...${props} onChoose=${(option) => take([...others(option), option])} />
  </span>`;
};
