import { html, spinner } from '../html.js';
import { IconButton } from '../icons.js';
import { app, toggleWorld } from '../store.js';
import { Bot } from './bot.js';
import { Call, slackCalls } from './calls.js';
import { Clock } from './clock.js';
import { Faults } from './faults.js';
import { Section, note } from './parts.js';
import { Request } from './requests.js';
import { Task } from './tasks.js';
import { Tour } from './tour.js';

const Parts = () => {
  const { tasks, requests, calls, slack, armed } = app.world;
  const stored = Array.isArray(requests) ? requests : [];
  return html`<${Bot} />
    <${Clock} />
    <${Section} title="Make something go wrong" count=${armed.length} isOpen=${false}><${Faults} /><//>
    <${Section} title="Relay tasks" count=${tasks.length}>
      ${tasks.map((held) => html`<${Task} key=${held.task.task_id} ...${held} />`)}
    <//>
    <${Section} title="Change requests in Redis" count=${stored.length}>
      ${stored.map((each) => html`<${Request} key=${each.id} stored=${each} />`)}
      ${stored.length === 0 && note(requests.error ?? 'No change has been requested yet.')}
    <//>
    <${Section} title="Calls of the Live API" count=${calls.length}>
      ${calls.map((call) => html`<${Call} key=${call.number} call=${call} />`)}
      ${calls.length === 0 && note('No call yet.')}
    <//>
    <${Section} title="Calls of Slack" count=${slack.faults.length} isOpen=${false}>
      ${slackCalls(slack)}
    <//>`;
};

const Coming = () =>
  html`<p class="note" role="status" aria-busy="true">${spinner()} Looking around…</p>`;

/** The column beside the workspace: what the bot works with, and controls to change that. */
export const World = () =>
  html`<aside class="world" id="world" aria-label="The world around the bot">
    <div class="head">
      <h2>World</h2>
      <span class="facts-line">everything around the bot</span>
      <${IconButton} name="close" label="Close the world" onClick=${toggleWorld} />
    </div>
    <div class="world-scroll">
      <${Tour} /><${app.world === undefined ? Coming : Parts} />
    </div>
  </aside>`;
