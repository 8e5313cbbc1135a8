import { h } from './dom.js';
import { switchButton } from './switch-button.js';

/** Whether the bot runs, and the buttons that end and start it. */
export const botEntry = (world, turnOn) => {
  const { running, connections } = world.bot;
  const words = running === 0 ? 'not running' : running === 1 ? 'running' : `${running} replicas`;
  return {
    key: 'bot',
    version: JSON.stringify(world.bot),
    render: () =>
      h(
        'section',
        { class: 'world-card', 'aria-label': 'The bot' },
        h(
          'div',
          { class: 'world-row' },
          h('h4', {}, 'The bot'),
          h(
            'span',
            {},
            h('span', { class: `pill pill-${running === 0 ? 'bad' : 'good'}` }, words),
            running > 0 && h('span', { class: 'muted' }, ` · ${connections} connected`),
          ),
        ),
        h(
          'div',
          { class: 'button-row' },
          running > 0 &&
            switchButton('Kill', () => turnOn('kill_bot'), {
              style: 'button-danger',
              label: 'Kill it with -9, as a crash would',
            }),
          running > 0 && switchButton('Restart', () => turnOn('restart_bot')),
          switchButton(running > 0 ? 'One more' : 'Start', () => turnOn('start_bot'), {
            label: running > 0 ? 'Start one more replica' : undefined,
          }),
        ),
      ),
  };
};
