import { h, replace } from './dom.js';
import { icon } from './icons.js';

const key = 'relaydesk sandbox, tour';

const isOver = () => localStorage.getItem(key) === 'over';

const step = (number, title, text, action) =>
  h(
    'li',
    {},
    h('span', { class: 'tour-number', 'aria-hidden': 'true' }, String(number)),
    h('div', {}, h('strong', {}, title), h('p', {}, text), action),
  );

/** Three steps for somebody who is here for the first time. */
export const createTour = (app) => {
  const node = h('section', { class: 'tour', 'aria-label': 'A first tour' });
  let drawn;

  const finish = () => {
    localStorage.setItem(key, 'over');
    app.render();
  };
  const tryIt = (command) =>
    h(
      'button',
      {
        type: 'button',
        class: 'button button-small',
        on: { click: () => app.insert(`${command} modify `) },
      },
      `Type ${command} modify`,
    );

  return {
    node,
    render: () => {
      node.hidden = isOver();
      const command = app.state.commands[0]?.command ?? '/relay';
      if (node.hidden || drawn === command) return;
      drawn = command;
      replace(
        node,
        h(
          'header',
          {},
          h('h3', {}, 'A first tour'),
          h(
            'button',
            {
              type: 'button',
              class: 'button button-icon',
              'aria-label': 'Close the tour',
              on: { click: finish },
            },
            icon('close', 18),
          ),
        ),
        h(
          'ol',
          {},
          step(
            1,
            'Ask for a change',
            `As the operator, type ${command} modify in a channel, choose a task and send the form.`,
            tryIt(command),
          ),
          step(
            2,
            'Decide on it',
            'Become a lead with the faces at the top, open the channel with the card and press Review….',
          ),
          step(
            3,
            'See it happen',
            'Look at the task below: it holds what was approved, and the call stands beside it.',
          ),
        ),
      );
    },
  };
};
