import { h, newId, replace } from './dom.js';
import { taskTitle } from './world-tasks.js';

const callKinds = [
  ['PUT', 'PUT, the change'],
  ['GET', 'GET, reading tasks'],
  ['TOKEN', 'TOKEN, signing in'],
];
const faults = [
  ['status', 'fails with a status'],
  ['slow', 'is slow'],
  ['cut_before', 'is cut off before it takes effect'],
  ['cut_after', 'takes effect, its answer is cut off'],
  ['cut_inside', 'takes effect, half an answer comes'],
  ['hold', 'is held until you let it go'],
];
const edits = [
  ['toggle_status', 'pauses or resumes it'],
  ['add_source', 'adds a file to its list'],
  ['loop_three', 'lets it play three rounds'],
  ['end_later', 'lets it end an hour later'],
];
const moments = [
  ['now', 'now'],
  ['PUT', 'just before the next PUT'],
  ['GET', 'just before the next GET'],
];
const events = [
  'TaskStart',
  'TaskExit',
  'VodSourceFileStart',
  'VodSourceFileFinish',
  'ResetTaskConfig',
  'TaskAlarm',
];

const slackMethods = [
  ['chat.postMessage', 'chat.postMessage'],
  ['chat.update', 'chat.update'],
  ['views.open', 'views.open'],
  ['views.update', 'views.update'],
  ['users.info', 'users.info'],
  ['*', 'call, whichever it is'],
];
const slackFaults = [
  ['ratelimited', 'is told to come again later'],
  ['internal_error', 'fails with internal_error'],
  ['unavailable', 'fails with 503'],
  ['lose_answer', 'takes effect, its answer is lost'],
  ['timeout', 'is never answered'],
];

const select = (name, label, pairs) => {
  const id = newId('switch');
  return h(
    'span',
    { class: 'switch-field' },
    h('label', { for: id }, label),
    h(
      'select',
      { id, name, class: 'field-input' },
      pairs.map(([value, text]) => h('option', { value }, text)),
    ),
  );
};

const text = (name, label, props) => {
  const id = newId('switch');
  return h(
    'span',
    { class: 'switch-field', data: { name } },
    h('label', { for: id }, label),
    h('input', { id, name, type: 'text', class: 'field-input', autocomplete: 'off', ...props }),
  );
};

const form = (title, fields, submit, send) => {
  const node = h(
    'form',
    { class: 'world-card switch' },
    h('h4', {}, title),
    h('div', { class: 'switch-fields' }, fields),
    h('button', { type: 'submit', class: 'button button-small' }, submit),
  );
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(Object.fromEntries(new FormData(node)));
  });
  return node;
};

const failForm = (turnOn) => {
  const fields = [
    select('on', 'The next', callKinds),
    select('with', 'What happens', faults),
    text('status', 'Status', { value: '500', inputmode: 'numeric', pattern: '[45]\\d\\d' }),
    text('code', 'Error code', { value: 'LIVE.100011001' }),
    text('seconds', 'Seconds', { value: '5', inputmode: 'numeric' }),
  ];
  const node = form('A call of the Live API goes wrong', fields, 'Order it', (body) =>
    turnOn('fail', body),
  );
  const show = () => {
    const kind = node.elements.namedItem('with').value;
    for (const field of node.querySelectorAll('[data-name]')) {
      const { name } = field.dataset;
      field.hidden = name === 'seconds' ? kind !== 'slow' : kind !== 'status';
    }
  };
  node.addEventListener('change', show);
  show();
  return node;
};

const oneShot = (label, act) =>
  h(
    'button',
    { type: 'button', class: 'button button-small', on: { click: () => void act() } },
    label,
  );

const armedNode = (world, turnOn) =>
  h(
    'div',
    { class: 'world-card armed' },
    h(
      'ul',
      {},
      world.armed.map(({ on, what }) => h('li', {}, `The next ${on} ${what}`)),
      world.held > 0 &&
        h('li', {}, `${world.held} ${world.held === 1 ? 'call is' : 'calls are'} held`),
    ),
    h(
      'span',
      { class: 'button-row' },
      world.armed.length > 0 && oneShot('Call it off', () => turnOn('clear')),
      world.held > 0 && oneShot('Let go', () => turnOn('release')),
    ),
  );

/** Forms are made once per list of tasks, so that what was chosen in them stays. */
export const createSwitches = (_app, turnOn) => (world) => {
  const tasks = world.tasks.map(({ task }) => [task.task_id, taskTitle(task)]);
  const version = JSON.stringify(tasks);
  const entry = (key, render) => ({ key, version, render });
  const isArmed = world.armed.length > 0 || world.held > 0;
  const armed = {
    key: 'armed',
    version: JSON.stringify([world.armed, world.held]),
    render: () => armedNode(world, turnOn),
  };
  return [
    ...(isArmed ? [armed] : []),
    entry('fail', () => failForm(turnOn)),
    entry('fail_slack', () =>
      form(
        'A call of Slack goes wrong',
        [select('method', 'The next', slackMethods), select('with', 'What happens', slackFaults)],
        'Order it of Slack',
        (body) => turnOn('fail_slack', body),
      ),
    ),
    entry('edit', () =>
      form(
        'Somebody else changes a task',
        [
          select('task', 'Task', tasks),
          select('change', 'Somebody', edits),
          select('when', 'When', moments),
        ],
        'Change it',
        (body) => turnOn('edit', body),
      ),
    ),
    entry('event', () =>
      form(
        'An event of a task',
        [
          select('task', 'Task', tasks),
          select(
            'event',
            'Event',
            events.map((name) => [name, name]),
          ),
        ],
        'Fire it',
        (body) => turnOn('event', body),
      ),
    ),
    {
      key: 'others',
      version: JSON.stringify(world.redis),
      render: () => {
        const row = h(
          'div',
          { class: 'world-card switch' },
          h('h4', {}, 'More'),
          h('div', { class: 'button-row' }),
        );
        replace(
          row.lastElementChild,
          oneShot('Tokens run out', () => turnOn('expire_tokens')),
          oneShot('Cut the line to Slack', () => turnOn('cut_slack')),
          world.redis !== null &&
            (world.redis.isFrozen
              ? oneShot('Let Redis go on', () => turnOn('thaw_redis'))
              : oneShot('Redis stops answering', () => turnOn('freeze_redis'))),
        );
        return row;
      },
    },
  ];
};
