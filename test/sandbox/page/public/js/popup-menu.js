import { h, newId } from './dom.js';
import { showMenu } from './dropdown.js';

/** A button and the menu that it opens. `entries` are `{ text, choose }`; arrows and Escape work. */
export const popupMenu = (props, content, entries) => {
  const id = newId('menu');
  const menu = h('div', { id, class: 'popup-menu', role: 'menu', popover: 'auto' });
  const button = h(
    'button',
    { type: 'button', 'aria-haspopup': 'menu', popovertarget: id, ...props },
    content,
  );
  for (const { text, choose } of entries) {
    const pick = () => {
      menu.hidePopover();
      choose(button);
    };
    menu.append(h('button', { type: 'button', role: 'menuitem', on: { click: pick } }, text));
  }
  menu.addEventListener('keydown', (event) => {
    const items = Array.from(menu.children);
    const at = items.indexOf(document.activeElement);
    const next = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    items[next].focus();
  });
  menu.addEventListener('toggle', (event) => {
    if (event.newState !== 'open') return;
    showMenu(button, menu);
    menu.firstElementChild?.focus();
  });
  return h('span', { class: 'popup' }, button, menu);
};
