import { html } from '../html.js';
import { app } from '../store.js';
import { SwitchButton, pill } from './parts.js';

const ends = () => html`
  <${SwitchButton} name="kill_bot" look="button-danger" label="Kill it at once, like a crash">
    Kill
  <//>
  <${SwitchButton} name="restart_bot">Restart<//>`;

/** Whether the bot runs, and the buttons that end and start it. */
export const Bot = () => {
  const { running, connections } = app.world.bot;
  const isUp = running > 0;
  const words = ['stopped', 'running'][running] ?? `${running} replicas`;
  const [start, label] = isUp ? ['Add one', 'Add one replica'] : ['Start'];
  return html`<section class="world-card" aria-labelledby="bot-title">
    <div class="row">
      <h3 id="bot-title">The bot</h3>
      <span>
        ${pill(words, isUp ? 'good' : 'bad')}
        ${isUp && html`<span class="muted">${` · ${connections} connected`}</span>`}
      </span>
    </div>
    <div class="button-row">
      ${isUp && ends()}<${SwitchButton} name="start_bot" label=${label}>${start}<//>
    </div>
  </section>`;
};
