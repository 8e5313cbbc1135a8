import { confirmed } from './confirm.js';
import { h, newId, spinner, unseen } from './dom.js';
import { fieldControl } from './field-controls.js';
import { focusKey } from './focus-key.js';
import { icon } from './icons.js';
import { labelNodes, plainText } from './mrkdwn.js';

// How long a button goes on waiting after it was acknowledged, for whatever is to change.
const settleMs = 1_500;

/** Asks where the element wants it, sends, and shows that it is on its way. */
const send = async (owner, node, { block, element, value }) => {
  if (node.getAttribute('aria-busy') === 'true') return;
  if (element.confirm !== undefined && !(await confirmed(owner.app, element.confirm))) return;
  node.setAttribute('aria-busy', 'true');
  const stop = () => node.removeAttribute('aria-busy');
  const isTaken = await owner.press({ block, element, value });
  if (isTaken) setTimeout(stop, settleMs);
  else stop();
};

const button = (owner, block, element) => {
  const label = labelNodes(element.text);
  const props = {
    type: 'button',
    class: `button ${element.style === undefined ? '' : `button-${element.style}`}`,
    'aria-label': element.accessibility_label,
    data: { focus: focusKey(owner, block, element) },
  };
  const node = h('button', props, h('span', { class: 'button-label' }, label), spinner());
  node.addEventListener('click', () => {
    if (element.url !== undefined) window.open(element.url, '_blank', 'noreferrer,noopener');
    void send(owner, node, { block, element });
  });
  return node;
};

const overflow = (owner, block, element) => {
  const id = newId('menu');
  const menu = h('div', { id, class: 'popup-menu', role: 'menu', popover: 'auto' });
  const node = h(
    'button',
    {
      type: 'button',
      class: 'button button-icon',
      'aria-haspopup': 'menu',
      popovertarget: id,
      data: { focus: focusKey(owner, block, element) },
    },
    icon('more', 18),
    unseen('More choices'),
  );
  for (const option of element.options) {
    const choose = () => {
      menu.hidePopover();
      void send(owner, node, { block, element, value: option.value });
    };
    const text = plainText(option.text);
    menu.append(h('button', { type: 'button', role: 'menuitem', on: { click: choose } }, text));
  }
  menu.addEventListener('keydown', (event) => {
    const items = Array.from(menu.children);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = items.indexOf(document.activeElement);
    items.at((at + step) % items.length).focus();
  });
  menu.addEventListener('toggle', (event) => {
    if (event.newState !== 'open') return;
    const { bottom, left } = node.getBoundingClientRect();
    menu.style.top = `${bottom + 4}px`;
    menu.style.left = `${left}px`;
    menu.firstElementChild?.focus();
  });
  return h('span', { class: 'overflow' }, node, menu);
};

/** Two thumbs in one element; each is sent as a button of its own. */
const feedback = (owner, block, element) =>
  h(
    'span',
    { class: 'button-row' },
    [element.positive_button, element.negative_button].map((half) =>
      button(owner, block, { ...element, ...half }),
    ),
  );

/** An element that stands alone: in actions, beside a section, in a card. */
export const control = (owner, block, element) => {
  switch (element.type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return button(owner, block, element);
    case 'overflow':
      return overflow(owner, block, element);
    case 'feedback_buttons':
      return feedback(owner, block, element);
    default: {
      const label = plainText(element.placeholder) || plainText(block.text) || 'Choose';
      const holder = h('span', { class: 'lone-field' });
      const onChange = (value) => {
        if (owner.change !== undefined) owner.change({ block, element, value });
        else void send(owner, holder, { block, element, value });
      };
      holder.append(fieldControl(owner, block, element, { onChange, label }), spinner());
      return holder;
    }
  }
};
