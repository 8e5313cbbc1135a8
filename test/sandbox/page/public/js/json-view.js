import { h } from './dom.js';

/** Data in full, folded: open ones stay open because their node is kept while they do not change. */
export const jsonView = (title, value) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return h(
    'details',
    { class: 'json' },
    h('summary', {}, title),
    h('pre', { tabindex: '0' }, text),
  );
};
