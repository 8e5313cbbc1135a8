import { html } from './html.js';

/** Strokes on a field of 20 by 20. */
const paths = {
  hash: 'M8 3 6 17M14 3l-2 14M3.5 7.5h13M3 12.5h13',
  lock: 'M5.5 9h9v7.5h-9zM7 9V6.5a3 3 0 0 1 6 0V9',
  home: 'M3 9.5 10 3.5l7 6M5 8.5V16.5h10V8.5M8.5 16.5v-4h3v4',
  app: 'M3 7.5h9m0 0-3-3m3 3-3 3M17 12.5H8m0 0 3-3m-3 3 3 3',
  close: 'm5 5 10 10M15 5 5 15',
  back: 'M12.5 4.5 7 10l5.5 5.5',
  send: 'M3.5 10 16.5 4 12 16.5 9.5 11z',
  thread: 'M3.5 5h13v8h-7l-3.5 3v-3H3.5z',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  world:
    'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3 10h14M10 3c2.5 2 2.5 12 0 14M10 3c-2.5 2-2.5 12 0 14',
  eye: 'M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  warning: 'M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.2v.1',
  check: 'm4 10.5 4 4 8-9',
  chevron: 'm6 8 4 4 4-4',
  file: 'M5 2.5h6.5L15.5 6.5V17.5H5zM11.5 2.5v4h4M7.5 10.5h5.5M7.5 13.5h5.5',
  download: 'M10 3v9m0 0-3.5-3.5M10 12l3.5-3.5M4 16.5h12',
  bolt: 'M11 3 5 11.5h4.5L9 17l6-8.5h-4.5z',
  play: 'M6 4.5v11l9-5.5z',
  pause: 'M7 5v10M13 5v10',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4l3 2',
  broadcast: 'M4 8v4h3l5 3.5v-11L7 8zM14.5 7.5c1.3 1.4 1.3 3.6 0 5',
};

export const stroked = (d, size, name = 'drawn') =>
  html`<svg class=${`icon icon-${name}`} viewBox="0 0 20 20" width=${size} height=${size}
    aria-hidden="true"><path d=${d} /></svg>`;

/** A picture beside words; it says nothing that the words do not. */
export const icon = (name, size = 20) => stroked(paths[name], size, name);

/** A button with a picture alone, and its name for those who do not see it. */
export const IconButton = ({ name, label, look = 'button button-icon', size = 20, ...more }) =>
  html`<button type="button" class=${look} aria-label=${label} title=${label} ...${more}>
    ${icon(name, size)}
  </button>`;
