import { now, shortTime } from './dates.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { jsonView } from './json-view.js';

const stateWords = {
  on_air: 'On air',
  paused: 'Paused',
  waiting: 'Not started',
  ended: 'Ended',
  finished: 'All rounds played',
  no_source: 'No source',
};

export const taskTitle = (task) =>
  task.stream_name === undefined
    ? task.task_id.slice(0, 8)
    : `${task.app_name}/${task.stream_name}`;

const fileOf = (url) =>
  url
    .replace(/[?#].*$/, '')
    .split('/')
    .slice(-2)
    .join('/');
const clock = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

const when = (text) => {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? '—' : shortTime(date);
};

const rounds = ({ vod_loop_time: times = '-1' }) =>
  times === '-1' || times === '' ? 'endless' : `${times} rounds`;

/** What it is to play and until when, in one line. */
const plan = (task) => {
  const count = task.source_urls?.length ?? 0;
  return [
    `${count} ${count === 1 ? 'file' : 'files'}, ${rounds(task)}`,
    task.start_time !== undefined &&
      new Date(task.start_time) > now() &&
      `from ${when(task.start_time)}`,
    task.end_time !== undefined && `until ${when(task.end_time)}`,
  ]
    .filter(Boolean)
    .join(' · ');
};

const airLine = (task, onAir) => {
  if (onAir.state !== 'on_air') return undefined;
  return h(
    'p',
    { class: 'air' },
    icon('play', 14),
    h('span', { class: 'air-file', title: onAir.url }, fileOf(onAir.url)),
    h('span', { class: 'air-time' }, clock(onAir.positionSeconds)),
    h('span', { class: 'muted' }, `file ${onAir.index + 1}, round ${onAir.round}`),
  );
};

const taskCard = ({ task, onAir }) =>
  h(
    'article',
    { class: `world-card task task-${onAir.state}`, 'aria-label': taskTitle(task) },
    h(
      'header',
      { class: 'world-row' },
      h('h4', {}, taskTitle(task)),
      h('span', { class: `pill pill-${onAir.state}` }, stateWords[onAir.state]),
    ),
    airLine(task, onAir),
    h('p', { class: 'call-note' }, plan(task)),
    jsonView('Everything it holds', task),
  );

/** Each task as the Live API holds it now. */
export const taskEntries = ({ tasks }) =>
  tasks.flatMap((held) => {
    const { task_id: id } = held.task;
    return {
      key: id,
      version: JSON.stringify(held),
      render: () => taskCard(held),
    };
  });
