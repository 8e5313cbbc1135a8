import { confirmed } from './confirm.js';
import { h, spinner } from './dom.js';
import { fieldControl } from './field-controls.js';
import { focusKey } from './focus-key.js';
import { icon } from './icons.js';
import { labelNodes, plainText } from './mrkdwn.js';
import { popupMenu } from './popup-menu.js';

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

const overflow = (owner, block, element) =>
  popupMenu(
    {
      class: 'button button-icon overflow-button',
      'aria-label': 'More choices',
      data: { focus: focusKey(owner, block, element) },
    },
    [icon('more', 18), spinner()],
    element.options.map((option) => ({
      text: plainText(option.text),
      choose: (node) => void send(owner, node, { block, element, value: option.value }),
    })),
  );

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
        // Where a choice is sent at once, to begin a search is no choice.
        else if (value !== null) void send(owner, holder, { block, element, value });
      };
      holder.append(fieldControl(owner, block, element, { onChange, label }), spinner());
      return holder;
    }
  }
};
