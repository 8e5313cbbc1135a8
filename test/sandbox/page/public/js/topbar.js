import { duration } from './dates.js';
import { h, keyed, redraw, replace, unseen } from './dom.js';
import { icon } from './icons.js';
import { avatar, personOf, roleOf } from './names.js';
import { seenTs } from './unread.js';

/** How many channels hold something for a person that they have not looked at. */
const waitingFor = (app, id) =>
  (app.world?.mentions?.[id] ?? []).filter(
    ({ channel, ts }) => Number(ts) > Number(seenTs(id, channel)),
  ).length;

const personEntry = (app, person) => {
  const isMe = person.id === app.ui.as;
  const waiting = isMe ? 0 : waitingFor(app, person.id);
  const role = roleOf(app.state, person);
  return {
    key: person.id,
    version: JSON.stringify([person, isMe, waiting, role]),
    render: () =>
      h(
        'label',
        { class: 'who', title: `${person.name} · ${role}` },
        h('input', {
          type: 'radio',
          name: 'who',
          class: 'unseen',
          value: person.id,
          checked: isMe,
          data: { focus: `who ${person.id}` },
          on: { change: () => app.become(person.id) },
        }),
        avatar(app.state, person.id, 's'),
        h(
          'span',
          { class: 'who-name' },
          person.name.split(' ', 1)[0],
          unseen(` (${person.name}, ${role})`),
        ),
        waiting > 0 && h('span', { class: 'who-dot' }, unseen(', has something new')),
      ),
  };
};

const noticedMs = 60_000;

/** Whether it is another time here than on the wall. */
const timeWords = ({ isFrozen, aheadMs }) => {
  const ahead =
    aheadMs < noticedMs ? '' : `${duration(Math.round(aheadMs / 60_000) * 60_000)} ahead`;
  if (isFrozen) return 'The clock stands still';
  return ahead === '' ? '' : `The clock is ${ahead}`;
};
const timeNote = (words) =>
  words === '' ? [] : [icon('clock', 16), h('span', { class: 'status-words' }, words)];

/** The bar above everything: who one is, whether the bot runs, and the way to the world. */
export const createTopbar = (app, root) => {
  const people = h('div', {
    class: 'people',
    role: 'radiogroup',
    'aria-label': 'Who you are',
  });
  const me = h('div', { class: 'me' });
  const status = h('span', { class: 'status', role: 'status' });
  const time = h('span', { class: 'time-note', role: 'status' });
  const worldButton = h(
    'button',
    {
      type: 'button',
      class: 'button world-toggle',
      'aria-controls': 'world',
      'aria-label': 'World',
      on: { click: () => app.toggleWorld() },
    },
    icon('world', 18),
    h('span', { class: 'wide-only' }, 'World'),
  );
  root.append(
    h('span', { class: 'mark' }, icon('app', 22), h('span', { class: 'wide-only' }, 'Sandbox')),
    h('span', { class: 'you-are wide-only' }, 'You are'),
    people,
    me,
    time,
    status,
    worldButton,
  );

  return {
    render: () => {
      const { state, ui, world } = app;
      keyed(
        people,
        state.people
          .filter(({ is_bot: isBot }) => !isBot)
          .map((person) => personEntry(app, person)),
      );
      for (const input of people.querySelectorAll('input')) input.checked = input.value === ui.as;
      const mine = personOf(state, ui.as);
      me.textContent = mine === undefined ? '' : `${mine.name} · ${roleOf(state, mine)}`;
      redraw(time, timeWords(state.clock), () => timeNote(timeWords(state.clock)));
      worldButton.setAttribute('aria-expanded', String(ui.worldOpen));
      const isUp = world?.bot.running !== 0 && (world?.bot.connections ?? 1) > 0;
      const words = !app.isConnected
        ? 'The sandbox does not answer'
        : world?.bot.running === 0
          ? 'The bot is not running'
          : isUp
            ? 'Bot running'
            : 'The bot is not connected';
      const isFine = app.isConnected && isUp;
      status.className = `status ${isFine ? 'status-ok' : 'status-bad'}`;
      if (status.dataset.words !== words) {
        status.dataset.words = words;
        status.title = words;
        replace(
          status,
          h('span', { class: 'status-dot', 'aria-hidden': 'true' }),
          h('span', { class: 'status-words' }, words),
        );
      }
    },
  };
};
