import { classes, counted, dotted, html } from '../html.js';
import { icon } from '../icons.js';
import { now, shortTime } from '../text/dates.js';
import { Fold, json, note, pill } from './parts.js';

const states = {
  on_air: ['Running', 'good'],
  paused: ['Paused', 'waiting'],
  waiting: ['Not started'],
  ended: ['Ended'],
  finished: ['All rounds played'],
  no_source: ['No source', 'waiting'],
};

/** Why there is no stream, where the task itself does not say it. */
const absent = {
  not_up: 'it is pushed, but has not come up',
  gone: 'it was there, and is lost',
};

export const taskTitle = ({ stream_name: stream, app_name: name, task_id: id }) =>
  stream === undefined ? id.slice(0, 8) : `${name}/${stream}`;

/** The end of its path, without the host. */
const fileOf = (url) =>
  /(?<=[^/]\/)(?:[^/]+\/)?[^/]+$/.exec(url.replace(/[?#].*$/, ''))?.[0] ?? url;
const minutes = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

const when = (text) => {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? '—' : shortTime(date);
};

/** What a task plays and until when, in one line. */
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

const position = ({ positionSeconds, index, round }) =>
  `${minutes(positionSeconds)} · file ${index + 1}, round ${round}`;

/** What viewers see, and below it what is known of the stream. */
const pictures = {
  file: (seen) => [
    html`${icon('play', 14)}<strong title=${seen.url}>${fileOf(seen.url)}</strong>
      <span>${position(seen)}</span>`,
    ['Stream present', 'good'],
    `since ${shortTime(new Date(seen.sinceMs))}`,
  ],
  black: (seen) => [
    html`<strong>Black</strong><span>instead of ${fileOf(seen.url)}</span>`,
    ['Stream present', 'good'],
    'but black, which no call reveals',
  ],
  none: ({ why }) => [
    html`<strong>Nothing</strong>`,
    ['No stream', why in absent ? 'bad' : 'plain'],
    absent[why] ?? 'nothing is pushed',
  ],
};

const Viewers = ({ seen }) => {
  const [screen, [stream, tone], more] = pictures[seen.picture](seen);
  return html`<div class="viewers" role="group" aria-label="What viewers see">
    <p class=${classes('screen', seen.picture === 'file' && 'screen-lit')}>${screen}</p>
    <p class="row">${pill(stream, tone)} <span class="note">${more}</span></p>
  </div>`;
};

/** The current task of the Live API, and what viewers see of it. */
export const Task = ({ task, onAir, viewers }) =>
  html`<article class="world-card" aria-label=${taskTitle(task)}>
    <div class="row"><h4>${taskTitle(task)}</h4>${pill(...states[onAir.state])}</div>
    <${Viewers} seen=${viewers} /> ${note(plan(task))}
    <${Fold} title="All its fields" show=${() => json(task)} />
  </article>`;
