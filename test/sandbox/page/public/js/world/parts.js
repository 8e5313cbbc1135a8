import { useState } from 'preact/hooks';
import { classes, html } from '../html.js';
import { icon } from '../icons.js';
import { turnOn } from '../store.js';

/** A word with a colour: `good`, `bad`, `waiting`, or none. */
export const pill = (text, tone = 'plain') =>
  html`<span class=${`pill pill-${tone}`}>${text}</span>`;

export const note = (text, look) => html`<p class=${classes('note', look)}>${text}</p>`;

export const json = (value) => html`<pre tabindex="0">${JSON.stringify(value, null, 2)}</pre>`;

/** A button that turns the switch `name`; `label` says more than there is room for. */
export const SwitchButton = ({ name, body, label, look, children }) => {
  const [isBusy, setBusy] = useState(false);
  const onClick = async () => {
    if (isBusy) return;
    setBusy(true);
    await turnOn(name, body);
    setBusy(false);
  };
  return html`<button type="button" class=${classes('button button-small', look)} title=${label}
    aria-label=${label} aria-busy=${isBusy} onClick=${onClick}>${children}</button>`;
};

/** Something folded, made only while it is open. */
export const Fold = ({ title, look = 'fold', show }) => {
  const [isOpen, setOpen] = useState(false);
  return html`<details class=${look} onToggle=${({ currentTarget }) => setOpen(currentTarget.open)}>
    <summary>${title}</summary>${isOpen && show()}
  </details>`;
};

/** A part of the panel that can be folded, with how much is in it. */
export const Section = ({ title, count, isOpen = true, children }) =>
  html`<details class="world-section" open=${isOpen}>
    <summary>
      ${icon('chevron', 16)}<h3>${title}</h3><span class="muted">${count || ''}</span>
    </summary>
    <div class="world-list">${children}</div>
  </details>`;
