import { h, newId } from './dom.js';
import { plainText, textNodes } from './mrkdwn.js';

const word = (object, usual) => plainText(object) || usual;

const dialogNode = (app, confirm, answer) => {
  const id = newId('confirm');
  const style = confirm.style === 'danger' ? 'button-danger' : 'button-primary';
  return h(
    'dialog',
    { class: 'confirm', 'aria-labelledby': id },
    h('h2', { id }, word(confirm.title, 'Are you sure?')),
    h('div', { class: 'confirm-text' }, textNodes(app.state, confirm.text)),
    h(
      'div',
      { class: 'dialog-buttons' },
      h(
        'button',
        { type: 'button', class: 'button', on: { click: () => answer(false) } },
        word(confirm.deny, 'Cancel'),
      ),
      h(
        'button',
        { type: 'button', class: `button ${style}`, on: { click: () => answer(true) } },
        word(confirm.confirm, 'Yes'),
      ),
    ),
  );
};

/** The question before a dangerous press. Escape means no. */
export const confirmed = (app, confirm) => {
  const { promise, resolve } = Promise.withResolvers();
  const before = document.activeElement;
  const answer = (isYes) => {
    dialog.close();
    dialog.remove();
    before?.focus?.({ preventScroll: true });
    resolve(isYes);
  };
  const dialog = dialogNode(app, confirm, answer);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    answer(false);
  });
  document.body.append(dialog);
  dialog.showModal();
  return promise;
};
