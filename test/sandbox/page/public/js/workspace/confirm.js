import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { html } from '../html.js';
import { app, changed } from '../store.js';
import { plainText, textNodes } from '../text/mrkdwn.js';

/** Asks before a dangerous press; resolves with the answer. */
export const confirmed = (confirm) => {
  const { promise, resolve } = Promise.withResolvers();
  app.question = { confirm, answer: resolve };
  changed();
  return promise;
};

/** The question, in front of everything. Escape means no. */
export const Confirm = ({ confirm, answer }) => {
  const id = useId();
  const dialog = useRef();
  useLayoutEffect(() => dialog.current.showModal(), []);
  const close = (isYes) => {
    // Closing it before it is removed returns the focus to the button.
    dialog.current.close();
    app.question = undefined;
    changed();
    answer(isYes);
  };
  const onCancel = (event) => {
    event.preventDefault();
    close(false);
  };
  const style = confirm.style === 'danger' ? 'button-danger' : 'button-primary';
  return html`<dialog class="confirm" aria-labelledby=${id} ref=${dialog} onCancel=${onCancel}>
    <h2 id=${id}>${plainText(confirm.title) || 'Are you sure?'}</h2>
    <div>${textNodes(confirm.text)}</div>
    <div class="button-row">
      <button type="button" class="button" onClick=${() => close(false)}>
        ${plainText(confirm.deny) || 'Cancel'}
      </button>
      <button type="button" class=${`button ${style}`} onClick=${() => close(true)}>
        ${plainText(confirm.confirm) || 'Yes'}
      </button>
    </div>
  </dialog>`;
};
