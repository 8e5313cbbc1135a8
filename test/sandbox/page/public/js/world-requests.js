import { h } from './dom.js';
import { jsonView } from './json-view.js';

const tones = {
  pending: 'waiting',
  approved: 'good',
  applying: 'waiting',
  unconfirmed: 'waiting',
  applied: 'good',
  failed: 'bad',
  rejected: 'bad',
};

const target = ({ base = {} }) =>
  base.stream_name === undefined ? base.task_id : `${base.app_name}/${base.stream_name}`;

const requestNode = (request) =>
  h(
    'article',
    { class: 'world-card', 'aria-label': `Request ${request.id}` },
    h(
      'header',
      { class: 'world-row' },
      h('h4', {}, String(request.id ?? 'request')),
      h('span', { class: 'muted' }, `version ${request.version ?? '?'}`),
      h('span', { class: `pill pill-${tones[request.state] ?? 'waiting'}` }, String(request.state)),
    ),
    target(request) !== undefined && h('p', { class: 'call-note' }, target(request)),
    jsonView('Document', request),
  );

const numberOf = ({ id }) => Number(String(id).replace(/\D/g, '')) || 0;

/** The documents as they stand in Redis, the newest first. */
export const requestEntries = (requests) =>
  requests
    .toSorted((one, other) => numberOf(other) - numberOf(one))
    .map((request, index) => ({
      key: String(request.id ?? index),
      version: JSON.stringify(request),
      render: () => requestNode(request),
    }));
