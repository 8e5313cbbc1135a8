import { counted, dotted, html } from '../html.js';
import { icon } from '../icons.js';
import { now, shortTime } from '../text/dates.js';
import { Fold, json, note, pill } from './parts.js';

const states = {
  on_air: ['On air', 'good'],
  paused: ['Paused', 'waiting'],
  waiting: ['Not started'],
  ended: ['Ended'],
  finished: ['All rounds played'],
  no_source: ['No source', 'waiting'],
};

export const taskTitle = ({ stream_name: stream, app_name: name, task_id: id }) =>
  stream === undefined ? id.slice(0, 8) : `${name}/${stream}`;

const fileOf = (url) => /[^/]*\/[^/]*$/.exec(url.replace(/[?#].*$/, ''))?.[0] ?? url;
const minutes = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

const when = (text) => {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? '—' : shortTime(date);
};

/** What it is to play and until when, in one line. */
const plan = (task) => {
  const { source_urls: urls = [], vod_loop_time: times, start_time: start, end_time: end } = task;
  const isEndless = times === undefined || times === '' || times === '-1';
  const rounds = isEndless ? 'endless' : counted(Number(times), 'round');
  return dotted(
    `${counted(urls.length, 'file')}, ${rounds}`,
    start !== undefined && new Date(start) > now() && `from ${when(start)}`,
    end !== undefined && `until ${when(end)}`,
  );
};

const air = ({ url, positionSeconds, index, round }) =>
  html`<p class="air">
    ${icon('play', 14)}<strong title=${url}>${fileOf(url)}</strong>
    <span class="muted">${minutes(positionSeconds)} · file ${index + 1}, round ${round}</span>
  </p>`;

/** A task as the Live API holds it now. */
export const Task = ({ task, onAir }) =>
  html`<article class="world-card" aria-label=${taskTitle(task)}>
    <div class="row"><h4>${taskTitle(task)}</h4>${pill(...states[onAir.state])}</div>
    ${onAir.state === 'on_air' && air(onAir)} ${note(plan(task))}
    <${Fold} title="All its fields" show=${() => json(task)} />
  </article>`;
