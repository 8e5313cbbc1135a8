import { timeSeconds } from './dates.js';
import { h } from './dom.js';

const working = async (event, act) => {
  const { currentTarget: button } = event;
  button.setAttribute('aria-busy', 'true');
  await act();
  button.removeAttribute('aria-busy');
};

const switchButton = (label, act, style = '') =>
  h(
    'button',
    {
      type: 'button',
      class: `button button-small ${style}`,
      data: { focus: `switch ${label}` },
      on: { click: (event) => void working(event, act) },
    },
    h('span', { class: 'button-label' }, label),
    h('span', { class: 'spinner', 'aria-hidden': 'true' }),
  );

const clockRow = (world, turnOn) => {
  if (world.clock === null) return undefined;
  const { isFrozen } = world.clock;
  return h(
    'div',
    { class: 'world-row' },
    h(
      'span',
      {},
      `Clock ${isFrozen ? 'stands still at' : 'is at'} `,
      h('strong', {}, timeSeconds(new Date(world.nowMs))),
    ),
    h(
      'span',
      { class: 'button-row' },
      switchButton(isFrozen ? 'Let it run' : 'Stop it', () =>
        turnOn('clock', { do: isFrozen ? 'thaw' : 'freeze' }),
      ),
      switchButton('+30 min', () => turnOn('clock', { minutes: 30 })),
      switchButton('+4 h', () => turnOn('clock', { minutes: 240 })),
    ),
  );
};

/** Whether the bot runs, and the buttons that end and start it. */
export const botEntry = (_app, world, turnOn) => {
  const { isRunning, connections } = world.bot;
  return {
    key: 'bot',
    version: JSON.stringify([
      world.bot,
      world.clock,
      world.clock && Math.floor(world.nowMs / 1000),
    ]),
    render: () =>
      h(
        'div',
        { class: 'world-card' },
        h(
          'div',
          { class: 'world-row' },
          h(
            'span',
            {},
            'The bot is ',
            h('strong', {}, isRunning ? 'running' : 'not running'),
            isRunning && h('span', { class: 'muted' }, ` · ${connections} connected`),
          ),
          h(
            'span',
            { class: 'button-row' },
            isRunning && switchButton('Kill', () => turnOn('kill_bot'), 'button-danger'),
            switchButton(isRunning ? 'Restart' : 'Start', () => turnOn('restart_bot')),
          ),
        ),
        clockRow(world, turnOn),
      ),
  };
};
