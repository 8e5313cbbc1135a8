import { dayAndTime, duration, now, shortTime } from './dates.js';
import { h, keyed, redraw } from './dom.js';
import { switchButton } from './switch-button.js';

const steps = [
  ['+10 min', 600],
  ['+1 h', 3600],
  ['+4 h', 14_400],
  ['+1 day', 86_400],
];

/** The bot's own words for what becomes due, as one would say them; others are shown as they are. */
const sayings = {
  expire: 'expires',
  remind: 'reminds',
  escalate: 'calls the next line',
  execute: 'is carried out',
  settle: 'is settled by reading',
  show: 'is shown again',
};

const dueShown = 5;
// Past the moment itself: what is due is looked for twice a second.
const pastSeconds = 1;

const dueOf = (requests) =>
  (Array.isArray(requests) ? requests : [])
    .flatMap(({ id, timers }) => timers.map(({ kind, atMs }) => ({ id, kind, atMs })))
    .toSorted((one, other) => one.atMs - other.atMs)
    .slice(0, dueShown);

const secondsUntil = (atMs) => Math.ceil((atMs - now().getTime()) / 1000) + pastSeconds;

const dueRow = ({ id, kind, atMs }, isMovable, turnOn) => {
  const what = `${id} ${sayings[kind] ?? kind}`;
  return h(
    'div',
    { class: 'due' },
    h(
      'span',
      { class: 'due-what' },
      h('strong', {}, what),
      h(
        'span',
        { class: 'muted' },
        h('time', { datetime: new Date(atMs).toISOString() }, shortTime(new Date(atMs))),
        ', in ',
        h('span', { data: { due: String(atMs) } }, duration(atMs - now().getTime())),
      ),
    ),
    isMovable &&
      switchButton(
        'Go there',
        () => turnOn('clock', { seconds: Math.max(1, secondsUntil(atMs)) }),
        { id: `go ${id} ${kind}`, label: `Go there: ${what}` },
      ),
  );
};

const nothingDue = {
  key: 'nothing',
  version: '',
  render: () => h('p', { class: 'call-note' }, 'No request waits for its time.'),
};

/** The clock of the sandbox: it ticks by itself, and its buttons stay while it does. */
export const createClockCard = (turnOn) => {
  const face = h('time', { class: 'clock-face' });
  const buttons = h('div', { class: 'button-row' });
  // Nor does a retry that the bot has put off by half a second.
  const frozenNote = h(
    'p',
    { class: 'call-note' },
    'While it stands still, nothing comes due by itself.',
  );
  const due = h('div', { class: 'dues' });
  const node = h(
    'section',
    { class: 'world-card clock', 'aria-label': 'Clock' },
    h('div', { class: 'world-row' }, h('h4', {}, 'Clock'), face),
    buttons,
    frozenNote,
    due,
  );

  const tick = () => {
    if (node.isConnected && !document.hidden) {
      const date = now();
      face.textContent = dayAndTime(date);
      face.setAttribute('datetime', date.toISOString());
      for (const entry of due.querySelectorAll('[data-due]')) {
        entry.textContent = duration(Number(entry.dataset.due) - date.getTime());
      }
    }
  };
  setInterval(tick, 1_000);

  const drawButtons = ({ isFrozen }) => [
    switchButton(
      isFrozen ? 'Let it run' : 'Stop it',
      () => turnOn('clock', { do: isFrozen ? 'thaw' : 'freeze' }),
      { id: 'freeze' },
    ),
    steps.map(([label, seconds]) =>
      switchButton(label, () => turnOn('clock', { seconds }), {
        label: `${label}: move the clock on`,
      }),
    ),
  ];

  return {
    node,
    render: (world) => {
      const { clock } = world;
      node.classList.toggle('clock-frozen', clock.isFrozen);
      buttons.hidden = !clock.isMovable;
      frozenNote.hidden = !clock.isFrozen;
      redraw(buttons, String(clock.isFrozen), () => drawButtons(clock));
      const entries = dueOf(world.requests).map((entry) => ({
        key: `${entry.id} ${entry.kind}`,
        version: JSON.stringify([entry, clock.isMovable]),
        render: () => dueRow(entry, clock.isMovable, turnOn),
      }));
      keyed(due, entries.length > 0 ? entries : [nothingDue]);
      tick();
    },
  };
};
