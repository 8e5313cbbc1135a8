import { html } from '../html.js';
import { nameOf } from '../names.js';
import { moment, shortTime, timeSeconds } from '../text/dates.js';
import { Fold, json, pill } from './parts.js';
import { taskTitle } from './tasks.js';

const tones = { approved: 'good', applied: 'good', failed: 'bad', rejected: 'bad', stale: 'bad' };
const toneOf = (state) => tones[state] ?? (/expired|withdrawn/.test(state) ? 'plain' : 'waiting');

const who = (person) => person?.userId && nameOf(person.userId);

const factsOf = ({ document, waiting }) =>
  Object.entries({
    task: document.base && taskTitle(document.base),
    fields: Object.keys(document.change ?? {}).join(', '),
    'requested by': who(document.requester),
    digest: document.digest && html`<code>${document.digest.slice(0, 12)}</code>`,
    expires: document.expiresAtMs && moment(document.expiresAtMs, shortTime),
    runs: document.applyAtMs && moment(document.applyAtMs, shortTime),
    'to do': waiting.map((entry) => entry.split(' ')[0]).join(', '),
  }).filter(([, value]) => value);

const step = ({ event, state, atMs, person }) =>
  html`<li>
    ${moment(atMs, timeSeconds)}
    <span><strong>${event}</strong> <span class="muted">${who(person)} → ${state}</span></span>
  </li>`;

const auditLine = ({ line, hash }) =>
  html`<pre tabindex="0">${JSON.stringify(line, null, 2)}${`\nhash ${hash}`}</pre>`;

/** A request as stored in Redis. */
export const Request = ({ stored }) => {
  const { id, document, audit: lines } = stored;
  const { state, version = '?', history = [], payload } = document;
  return html`<article class="world-card" aria-label=${`Request ${id}`}>
    <div class="row">
      <h4>${id}</h4>
      <span class="muted">version ${version}</span>
      ${pill(state, toneOf(state))}
    </div>
    <dl class="facts">
      ${factsOf(stored).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
    </dl>
    <ol class="history">${history.map(step)}</ol>
    <div class="folds">
      ${payload && html`<${Fold} title="Payload" show=${() => json(payload.body ?? payload)} />`}
      <${Fold} title="Document" show=${() => json(document)} />
      <${Fold} title=${`Audit (${lines.length})`} show=${() => lines.map(auditLine)} />
    </div>
  </article>`;
};
