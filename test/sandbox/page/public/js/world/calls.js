import { html } from '../html.js';
import { moment, timeSeconds } from '../text/dates.js';
import { Fold, json, note, pill } from './parts.js';

const outcome = ({ answer }) => {
  if (answer === null) return pill('waiting', 'waiting');
  const { status } = answer;
  return status === 'cut' ? pill('cut off', 'bad') : pill(status, status < 400 ? 'good' : 'bad');
};

const effect = ({ on, isApplied }) => on === 'PUT' && (isApplied ? 'changed' : 'nothing changed');

const part = (title, value) => value && [html`<h4>${title}</h4>`, json(value)];

const details = ({ path, query, body, answer }) => [
  note(path),
  part('Query', Object.keys(query).length > 0 && query),
  part('Body', body),
  part('Answer', answer?.body),
];

/** A call of the Live API, in a line that unfolds. */
export const Call = ({ call }) => {
  const { error_code: code, error_msg: message = '' } = call.answer?.body ?? {};
  const place = call.path.split('/').slice(-2).join('/');
  const line = html`<span class="row">
    <span class="call-line"><strong>${call.method}</strong> ${place}</span>
    <span class="muted">${effect(call)}</span> ${moment(call.atMs, timeSeconds)} ${outcome(call)}
    ${code && html`<span class="note call-error">${`${code} ${message}`}</span>`}
  </span>`;
  return html`<${Fold} look="call" title=${line} show=${() => details(call)} />`;
};

const slackCall = ({ method, ok, error, atMs }) =>
  html`<p class="call row">
    <span class="call-line">${method}</span>
    ${moment(atMs, timeSeconds)} ${pill(ok ? 'ok' : (error ?? 'no answer'), ok ? 'good' : 'bad')}
  </p>`;

/** What Slack refused, and the last calls of the bot to it. */
export const slackCalls = ({ faults, calls }) => [
  faults.map((fault) => html`<p class="call-fault">${fault}</p>`),
  calls.map(slackCall),
];
