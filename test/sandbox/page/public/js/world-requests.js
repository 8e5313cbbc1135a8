import { shortTime, timeSeconds } from './dates.js';
import { h } from './dom.js';
import { jsonView } from './json-view.js';
import { nameOf } from './names.js';

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

const moment = (ms) => h('time', { datetime: new Date(ms).toISOString() }, shortTime(new Date(ms)));

const fact = (name, value) => value !== undefined && [h('dt', {}, name), h('dd', {}, value)];

const who = (state, person) =>
  person?.userId === undefined ? undefined : nameOf(state, person.userId);

const facts = (state, { document, waiting }) =>
  h(
    'dl',
    { class: 'facts' },
    fact('task', target(document)),
    fact('fields', Object.keys(document.change ?? {}).join(', ') || undefined),
    fact('asked by', who(state, document.requester)),
    fact('digest', document.digest && h('code', {}, String(document.digest).slice(0, 12))),
    fact('expires', document.expiresAtMs && moment(document.expiresAtMs)),
    fact('runs', document.applyAtMs && moment(document.applyAtMs)),
    fact('to do', waiting.map((entry) => entry.split(' ')[0]).join(', ') || undefined),
  );

const history = (state, lines) =>
  h(
    'ol',
    { class: 'history' },
    lines.map(({ event, state: next, atMs, person }) =>
      h(
        'li',
        {},
        h('time', { datetime: new Date(atMs).toISOString() }, timeSeconds(new Date(atMs))),
        h(
          'span',
          {},
          h('strong', {}, event),
          h(
            'span',
            { class: 'muted' },
            ` ${[who(state, person), `→ ${next}`].filter(Boolean).join(' ')}`,
          ),
        ),
      ),
    ),
  );

const auditView = (audit) =>
  h(
    'details',
    { class: 'json' },
    h('summary', {}, `Audit (${audit.length})`),
    audit.map(({ line, hash }) =>
      h(
        'pre',
        { tabindex: '0' },
        JSON.stringify(line, null, 2),
        h('span', { class: 'audit-hash' }, `\nhash ${hash}`),
      ),
    ),
  );

const requestNode = (state, stored) => {
  const { id, document, audit } = stored;
  return h(
    'article',
    { class: 'world-card', 'aria-label': `Request ${id}` },
    h(
      'header',
      { class: 'world-row' },
      h('h4', {}, id),
      h('span', { class: 'muted' }, `version ${document.version ?? '?'}`),
      h(
        'span',
        { class: `pill pill-${tones[document.state] ?? 'waiting'}` },
        String(document.state),
      ),
    ),
    facts(state, stored),
    history(state, document.history ?? []),
    h(
      'div',
      { class: 'folds' },
      document.payload !== undefined &&
        jsonView('Payload', document.payload.body ?? document.payload),
      jsonView('Document', document),
      audit.length > 0 && auditView(audit),
    ),
  );
};

/** The requests as they stand in Redis, the newest first. */
export const requestEntries = (state, requests) =>
  requests.map((stored) => ({
    key: stored.id,
    version: JSON.stringify(stored),
    render: () => requestNode(state, stored),
  }));
