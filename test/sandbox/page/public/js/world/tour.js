import { html } from '../html.js';
import { IconButton } from '../icons.js';
import { app, changed, insert } from '../store.js';

const key = 'relaydesk sandbox, tour';

const step = ([title, text, button]) =>
  html`<li><strong>${title}</strong><p>${text}</p>${button}</li>`;

/** Three steps for somebody who is here for the first time. */
export const Tour = () => {
  if (localStorage.getItem(key) === 'over') return undefined;
  const [{ command } = { command: '/' }] = app.state.commands;
  const finish = () => {
    localStorage.setItem(key, 'over');
    changed();
  };
  const type = html`<button type="button" class="button button-small"
    onClick=${() => insert(`${command} modify `)}>Type ${command} modify</button>`;
  const steps = [
    [
      'Request a change',
      `As the operator, type ${command} modify, choose a task, change a field and submit.`,
      type,
    ],
    ['Decide', 'Become a lead at the top, go to the channel of the card and press Review… on it.'],
    ['See it happen', 'The task below now has the approved settings, and the call is listed too.'],
  ];
  return html`<section class="tour" aria-labelledby="tour-title">
    <div class="row">
      <h3 id="tour-title">A first tour</h3>
      <${IconButton} name="close" size=${18} label="Close the tour" onClick=${finish} />
    </div>
    <ol>${steps.map(step)}</ol>
  </section>`;
};
