import { h, spinner } from './dom.js';

const working = async (event, act) => {
  const { currentTarget: button } = event;
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  await act();
  button.removeAttribute('aria-busy');
};

/** A small button of the world. `id` outlives a redraw, `label` says more than there is room for. */
export const switchButton = (text, act, { style = '', id = text, label } = {}) =>
  h(
    'button',
    {
      type: 'button',
      class: `button button-small ${style}`,
      'aria-label': label,
      title: label,
      data: { focus: `switch ${id}` },
      on: { click: (event) => void working(event, act) },
    },
    h('span', { class: 'button-label' }, text),
    spinner(),
  );
