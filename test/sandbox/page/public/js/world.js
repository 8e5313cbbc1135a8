import { turn } from './api.js';
import { h, keyed } from './dom.js';
import { icon } from './icons.js';
import { botEntry } from './world-bot.js';
import { callEntries, slackEntries } from './world-calls.js';
import { requestEntries } from './world-requests.js';
import { createSwitches } from './world-switches.js';
import { taskEntries } from './world-tasks.js';
import { createClockCard } from './world-clock.js';
import { createTour } from './tour.js';

const section = (title, { isOpen = true } = {}) => {
  const list = h('div', { class: 'world-list' });
  const count = h('span', { class: 'world-count' });
  const node = h(
    'details',
    { class: 'world-section', open: isOpen },
    h('summary', {}, icon('chevron', 16), h('h3', {}, title), count),
    list,
  );
  const render = (entries, number) => {
    keyed(list, entries);
    count.textContent = number === undefined ? '' : String(number);
  };
  return { node, render };
};

const note = (text) => ({
  key: 'note',
  version: text,
  render: () => h('p', { class: 'world-note' }, text),
});

/** The column beside the workspace: what the bot works on, and what one may do to it. */
export const createWorld = (app, root) => {
  const turnOn = async (name, body) => {
    try {
      await turn(name, body);
    } catch (error) {
      app.tell(error.message);
    }
  };
  const tour = createTour(app);
  const bot = h('div', { class: 'world-list' });
  const clock = createClockCard(turnOn);
  const tasks = section('Relay tasks');
  const requests = section('Change requests in Redis');
  const calls = section('Calls of the Live API');
  const switches = section('What goes wrong', { isOpen: false });
  const slack = section('Calls of Slack', { isOpen: false });
  const controls = createSwitches(app, turnOn);
  root.append(
    h(
      'header',
      { class: 'main-head world-head' },
      h('h2', {}, 'World'),
      h('span', { class: 'main-facts' }, 'what is around the bot'),
      h(
        'button',
        {
          type: 'button',
          class: 'button button-icon',
          'aria-label': 'Fold the world away',
          on: { click: () => app.toggleWorld() },
        },
        icon('close'),
      ),
    ),
    h(
      'div',
      { class: 'world-scroll' },
      tour.node,
      bot,
      clock.node,
      ...[switches, tasks, requests, calls, slack].map(({ node }) => node),
    ),
  );

  return {
    render: () => {
      root.hidden = !app.ui.worldOpen;
      tour.render();
      const { world } = app;
      if (root.hidden || world === undefined) return;
      keyed(bot, [botEntry(world, turnOn)]);
      clock.render(world);
      tasks.render(taskEntries(world), world.tasks.length);
      const list = Array.isArray(world.requests) ? requestEntries(app.state, world.requests) : [];
      const empty = world.requests.error ?? 'No change has been asked for yet.';
      requests.render(list.length > 0 ? list : [note(empty)], list.length);
      const made = callEntries(world.calls);
      calls.render(made.length > 0 ? made : [note('No call yet.')], made.length);
      switches.render(controls(world), world.armed.length || undefined);
      slack.render(slackEntries(world.slack), world.slack.faults.length || undefined);
    },
  };
};
