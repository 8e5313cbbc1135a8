import { useEffect, useReducer } from 'preact/hooks';
import { classes, html } from '../html.js';
import { app } from '../store.js';
import { dayAndTime, duration, moment, now, shortTime } from '../text/dates.js';
import { SwitchButton, note } from './parts.js';

const steps = [
  ['+10 min', 600],
  ['+1 h', 3600],
  ['+4 h', 14_400],
  ['+1 day', 86_400],
];

/** Plain names for the bot's kinds of timers; unknown ones are shown as they are. */
const sayings = {
  expire: 'expires',
  remind: 'reminds',
  escalate: 'escalates',
  execute: 'runs',
  settle: 'is checked',
  show: 'is shown again',
};

const dueShown = 5;
// A little later than due, since timers are checked twice a second.
const pastSeconds = 1;

const dueIn = (requests) =>
  (Array.isArray(requests) ? requests : [])
    .flatMap(({ id, timers }) => timers.map(({ kind, atMs }) => ({ id, kind, atMs })))
    .toSorted((one, other) => one.atMs - other.atMs)
    .slice(0, dueShown);

const Due = ({ due: { id, kind, atMs }, isMovable }) => {
  const what = `${id} ${sayings[kind] ?? kind}`;
  const awayMs = atMs - now().getTime();
  const seconds = Math.max(1, Math.ceil(awayMs / 1000) + pastSeconds);
  const there = { name: 'clock', body: { seconds }, label: `Go there: ${what}` };
  return html`<div class="row due">
    <span>
      <strong>${what}</strong>
      <span class="muted">${moment(atMs, shortTime)}, in <span>${duration(awayMs)}</span></span>
    </span>
    ${isMovable && html`<${SwitchButton} ...${there}>Go there<//>`}
  </div>`;
};

const step = ([label, seconds]) =>
  html`<${SwitchButton} name="clock" body=${{ seconds }} label=${`${label}: move the clock on`}>
    ${label}
  <//>`;

const controls = ({ isFrozen }) =>
  html`<div class="button-row">
    <${SwitchButton} name="clock" body=${{ do: isFrozen ? 'thaw' : 'freeze' }}>
      ${isFrozen ? 'Run' : 'Stop'}
    <//>
    ${steps.map(step)}
  </div>`;

/** The clock of the sandbox, which can be stopped and moved, and what comes due. */
export const Clock = () => {
  const { clock, requests } = app.world;
  const { isFrozen, isMovable } = clock;
  const [, tick] = useReducer((count) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && tick(), 1_000);
    return () => clearInterval(timer);
  }, []);
  const dues = dueIn(requests).map(
    (due) => html`<${Due} key=${`${due.id} ${due.kind}`} due=${due} isMovable=${isMovable} />`,
  );
  const look = classes('world-card', isFrozen && 'clock-frozen');
  return html`<section class=${look} aria-labelledby="clock-title">
    <div class="row">
      <h3 id="clock-title">Clock</h3>
      ${moment(now(), dayAndTime, 'clock-face')}
    </div>
    ${isMovable && controls(clock)}
    ${isFrozen && note('While it is stopped, nothing comes due by itself.')}
    <div class="dues">${dues.length > 0 ? dues : note('No request has a deadline or a time to run.')}</div>
  </section>`;
};
