import { html, unseen } from '../html.js';
import { stroked } from '../icons.js';

const round = 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z';
const disc = 'M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12z';
const hourglass = 'M6 3h8M6 17h8M7 3c0 4 2.4 5 3 7-.6 2-3 3-3 7M13 3c0 4-2.4 5-3 7 .6 2 3 3 3 7';
const bell = 'M5 13.5c1.2-1.2 1.2-2.5 1.2-4.5a3.8 3.8 0 0 1 7.6 0c0 2 0 3.3 1.2 4.5zM8.5 16h3';
const loop =
  'M4 9V8a2.5 2.5 0 0 1 2.5-2.5H16m0 0L13.5 3M16 5.5 13.5 8M16 11v1a2.5 2.5 0 0 1-2.5 2.5H4m0 0L6.5 12M4 14.5 6.5 17';

/**
 * Drawings for the emojis that bots use as signs. A machine without an emoji font, such as one that
 * takes the pictures for a README, would show empty boxes instead. By tone.
 */
const drawings = {
  warn: {
    '🟠': disc,
    '⏳': hourglass,
    '⏰': `${round}M10 6v4l3 2`,
    '⏸': 'M7 5v10M13 5v10',
    '⚠': 'M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.2v.1',
    '💡': 'M7.5 13.5c-1.5-1-2.3-2.3-2.3-4a4.8 4.8 0 0 1 9.6 0c0 1.7-.8 3-2.3 4V15h-5zM8.3 17.5h3.4',
    '⏱': 'M10 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM10 8v3l2 2M8.5 2.5h3M10 2.5V5',
    '🔀': 'M3 6h2.5c4 0 5 8 9 8H17m0 0-2.5-2.5M17 14l-2.5 2.5M3 14h2.5c4 0 5-8 9-8H17m0 0-2.5-2.5M17 6l-2.5 2.5',
  },
  muted: {
    '⚪': round,
    '⌛': `${hourglass}M8.3 15h3.4`,
    '◀': 'M14 4.5v11L5 10z',
    '✏': 'm4 16 .8-3.2L13 4.5 15.5 7l-8.3 8.2z',
    '❔': `${round}M8.2 8a1.9 1.9 0 1 1 2.7 1.7c-.6.3-.9.7-.9 1.4M10 13.3v.1`,
    '❓': 'M7 7.3a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1.1-1.3 2.2M10 15.4v.2',
    '💬': 'M3.5 4.5h13v9H9l-3.5 3v-3h-2zM6.5 8h7M6.5 10.5h4.5',
    '👀': 'M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
    '➖': 'M4 10h12',
    '📎': 'M13.5 6v7a3.5 3.5 0 0 1-7 0V6a2.3 2.3 0 0 1 4.6 0v6.5a1.1 1.1 0 0 1-2.2 0V7',
    '👥': 'M7.5 4a2.7 2.7 0 1 0 0 5.4A2.7 2.7 0 0 0 7.5 4zM2.5 16c0-3 2.2-4.6 5-4.6s5 1.6 5 4.6M13 4.4a2.6 2.6 0 0 1 0 4.6M14.2 11.6c2 .5 3.3 2 3.3 4.4',
    '🔕': `${bell}M4 4l12 12`,
    '🔒': 'M5.5 9h9v7.5h-9zM7 9V6.5a3 3 0 0 1 6 0V9',
    '↩': 'M7.5 5 4 8.5 7.5 12M4 8.5h8a3.7 3.7 0 0 1 0 7.5h-2',
  },
  ok: {
    '🟢': disc,
    '▶': 'M6 4.5v11l9-5.5z',
    '✅': `${round}m-3.2 7.2 2.3 2.3 4.2-4.8`,
    '✔': 'm4 10.5 4 4 8-9',
    '👍': 'M4 9h2.5v7H4zM6.5 9.5 9.5 4c1.2 0 1.8.9 1.5 2l-.6 2.5h4.1c1 0 1.6.9 1.3 1.8l-1.5 4.7c-.2.6-.7 1-1.3 1H6.5',
  },
  info: {
    '🔵': disc,
    '⏹': 'M5.5 5.5h9v9h-9z',
    '⚙': 'M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM10 3v2.5M10 14.5V17M3 10h2.5M14.5 10H17M5 5l1.8 1.8M13.2 13.2 15 15M15 5l-1.8 1.8M6.8 13.2 5 15',
    '❄': 'M10 3v14M4 6.5l12 7M16 6.5l-12 7',
    '📣': 'M4 8v4h2.5l7.5 4V4L6.5 8zM6.5 12l1 4.5h2',
    '📡': 'M4 9.5a6.5 6.5 0 0 0 6.5 6.5zM9 11l3.5-3.5M12 4.5a4 4 0 0 1 3.5 3.5M12.5 2a6.5 6.5 0 0 1 5.5 5.5M5 16.5h6',
    '📨': 'M3 5.5h14V15H3zM3 6l7 5.5L17 6',
    '🔎': 'M8.5 3.5a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM12.2 12.2l4.3 4.3',
    '🔗': 'M8.5 11.5 11.5 8.5M9.5 6.5 11 5a2.8 2.8 0 0 1 4 4l-1.5 1.5M10.5 13.5 9 15a2.8 2.8 0 0 1-4-4l1.5-1.5',
    '🗓': 'M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5',
    '🔁': loop,
    '🔂': loop,
    '🔔': bell,
  },
  danger: {
    '🔴': disc,
    '❌': `${round}M7.3 7.3l5.4 5.4M12.7 7.3l-5.4 5.4`,
    '🚨': 'M6 15v-4a4 4 0 0 1 8 0v4M4 15h12v2H4zM10 3v2M4.5 5.5 6 7M15.5 5.5 14 7',
    '🚫': `${round}M5 5l10 10`,
  },
};

const found = new Map(
  Object.entries(drawings).flatMap(([tone, paths]) =>
    Object.entries(paths).map(([sign, path]) => [sign, { tone, path }]),
  ),
);
const known = new RegExp(`(${Array.from(found.keys()).join('|')})\uFE0F?`, 'gu');

/** A text with its signs drawn; the characters stay for copying and for reading aloud. */
export const withGlyphs = (text) =>
  text.split(known).map((part, index) => {
    if (index % 2 === 0) return part;
    const { tone, path } = found.get(part);
    return html`<span class=${`glyph glyph-${tone}`}>${stroked(path, 18, path === disc ? 'disc' : 'drawn')}${unseen(part)}</span>`;
  });
