import { timeSeconds } from './dates.js';
import { h } from './dom.js';
import { jsonView } from './json-view.js';

const lastPart = (path) => path.split('/').slice(-2).join('/');

const statusPill = (call) => {
  if (call.answer === null) return h('span', { class: 'pill pill-waiting' }, 'waiting');
  const { status } = call.answer;
  if (status === 'cut') return h('span', { class: 'pill pill-bad' }, 'cut off');
  return h('span', { class: `pill ${status < 400 ? 'pill-good' : 'pill-bad'}` }, String(status));
};

const callNode = (call) => {
  const code = call.answer?.body?.error_code;
  return h(
    'article',
    { class: 'call' },
    h(
      'div',
      { class: 'world-row' },
      h(
        'span',
        { class: 'call-line' },
        h('strong', { class: 'call-method' }, call.method),
        h('span', { class: 'call-path', title: call.path }, lastPart(call.path)),
      ),
      h('span', { class: 'muted' }, timeSeconds(new Date(call.atMs))),
      statusPill(call),
    ),
    code && h('p', { class: 'call-note' }, `${code} ${call.answer.body.error_msg ?? ''}`),
    call.on === 'PUT' &&
      h(
        'p',
        { class: 'call-note' },
        call.isApplied ? 'The task was changed.' : 'Nothing was changed.',
      ),
    h(
      'div',
      { class: 'folds' },
      call.body !== null && jsonView('Body', call.body),
      Object.keys(call.query).length > 0 && jsonView('Query', call.query),
      call.answer?.body !== undefined && jsonView('Answer', call.answer.body),
    ),
  );
};

export const callEntries = (calls) =>
  calls.map((call) => ({
    key: String(call.number),
    version: JSON.stringify([call.answer?.status ?? null, call.isApplied]),
    render: () => callNode(call),
  }));

/** What Slack refused, and the last calls of the bot to it. */
export const slackEntries = ({ faults, calls }) => [
  ...faults.map((fault, index) => ({
    key: `fault ${index}`,
    version: fault,
    render: () => h('p', { class: 'call-note call-fault' }, fault),
  })),
  ...calls.map(({ method, ok, error, atMs }, index) => ({
    key: `call ${index}`,
    version: JSON.stringify([method, ok, error, atMs]),
    render: () =>
      h(
        'div',
        { class: 'world-row call' },
        h('span', { class: 'call-path' }, method),
        h('span', { class: 'muted' }, timeSeconds(new Date(atMs))),
        h(
          'span',
          { class: `pill ${ok ? 'pill-good' : 'pill-bad'}` },
          ok ? 'ok' : (error ?? 'no answer'),
        ),
      ),
  })),
];
