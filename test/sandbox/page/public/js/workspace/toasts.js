import { html } from '../html.js';
import { app } from '../store.js';
import { withGlyphs } from '../text/glyphs.js';

const Toast = ({ toast }) => {
  const { title, text, onClick } = toast;
  const open = () => {
    toast.remove();
    onClick();
  };
  const words = html`${title && html`<strong>${title}</strong>`}<span>${withGlyphs(text)}</span>`;
  return onClick === undefined
    ? html`<div class="toast">${words}</div>`
    : html`<button type="button" class="toast" onClick=${open}>${words}</button>`;
};

export const Toasts = () =>
  html`<div class="toasts" role="status" aria-live="polite">
    ${app.toasts.map((toast) => html`<${Toast} toast=${toast} />`)}
  </div>`;
