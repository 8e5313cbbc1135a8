import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { html } from './html.js';
import { withGlyphs } from './text/glyphs.js';

// The style sheet places popovers beside their element.

const moveInMenu = (event) => {
  const items = Array.from(event.currentTarget.children);
  const at = items.indexOf(document.activeElement);
  const { length } = items;
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1 + length, Home: 0, End: length - 1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  items[steps[event.key] % length].focus();
};

/** A button and the menu that it opens; `entries` are `{ text, choose }`. */
export const PopupMenu = ({ class: look, label, isBusy, children, entries }) => {
  const id = useId();
  const menu = useRef();
  const item = ({ text, choose }, index) => {
    const onClick = () => {
      menu.current.hidePopover();
      choose();
    };
    return html`<button type="button" role="menuitem" autofocus=${index === 0} onClick=${onClick}>
      ${text}
    </button>`;
  };
  return html`<span>
    <button type="button" class=${look} aria-label=${label} title=${label} aria-haspopup="menu"
      aria-busy=${isBusy} popovertarget=${id}>${children}</button>
    <div id=${id} ref=${menu} class="popup-menu" role="menu" aria-label=${label} popover="auto"
      onKeyDown=${moveInMenu}>${entries.map(item)}</div>
  </span>`;
};

/** Shows a node above everything else, below its field, while it exists. */
const usePopover = (node, field) =>
  useLayoutEffect(() => {
    if (field !== undefined) node.current.showPopover({ source: field.current });
  }, []);

const keepFocus = (event) => event.preventDefault();

/**
 * What one can choose while a field keeps the focus. Entries are `{ title, usage, description }`,
 * and the one at `active` is meant. With `below`, the list floats below that field.
 */
export const Listbox = ({ id, label, entries, active, choose, below }) => {
  const list = useRef();
  usePopover(list, below);
  useLayoutEffect(() => {
    list.current.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const option = (entry, index) =>
    html`<li id=${`${id}-${index}`} class="option" role="option" aria-selected=${index === active}
      onMouseDown=${keepFocus} onClick=${() => choose(entry)}>
      <span class="option-title">${withGlyphs(entry.title)}</span>
      ${entry.usage && html`<code class="option-usage">${entry.usage}</code>`}
      ${entry.description && html`<span class="second-line">${withGlyphs(entry.description)}</span>`}
    </li>`;
  return html`<ul id=${id} ref=${list} class="options" role="listbox" aria-label=${label}
    tabindex="0" popover=${below && 'manual'}>${entries.map(option)}</ul>`;
};

/** A remark in place of a list. */
export const ListNote = ({ text, below }) => {
  const node = useRef();
  usePopover(node, below);
  return html`<p ref=${node} class="options muted" role="status" popover="manual">${text}</p>`;
};

/** The entry that an arrow leads to; undefined for other keys. */
export const stepTo = (event, active, count) => {
  if (event.key === 'ArrowDown') return (active + 1) % count;
  return event.key === 'ArrowUp' ? (Math.max(active, 0) - 1 + count) % count : undefined;
};
