import { h } from './dom.js';

const shownMs = 7_000;

/** Short notices at the edge of the window, read aloud without taking the focus. */
export const createToasts = (root) => ({
  tell: (text, { onClick } = {}) => {
    const node =
      onClick === undefined
        ? h('div', { class: 'toast' }, text)
        : h('button', { type: 'button', class: 'toast', on: { click: () => open() } }, text);
    const open = () => {
      node.remove();
      onClick();
    };
    root.append(node);
    setTimeout(() => node.remove(), shownMs);
  },
  clear: () => root.replaceChildren(),
});
