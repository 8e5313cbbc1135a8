import { useId, useState } from 'preact/hooks';
import { classes, counted, html } from '../html.js';
import { app, turnOn } from '../store.js';
import { SwitchButton } from './parts.js';
import { taskTitle } from './tasks.js';

const Labelled = ({ label, isWide, show }) => {
  const id = useId();
  return html`<span class=${classes('switch-field', isWide && 'switch-wide')}>
    <label for=${id}>${label}</label>${show(id)}
  </span>`;
};

const option = ([value, text]) => html`<option key=${value} value=${value}>${text}</option>`;

const Choice = ({ label, among, isWide, ...props }) => {
  const show = (id) =>
    html`<select id=${id} class="field-input" ...${props}>${among.map(option)}</select>`;
  return html`<${Labelled} label=${label} isWide=${isWide} show=${show} />`;
};

const Text = ({ label, ...props }) => {
  const show = (id) => html`<input id=${id} class="field-input" autocomplete="off" ...${props} />`;
  return html`<${Labelled} label=${label} show=${show} />`;
};

/** A form whose fields are the body of the switch `name`. */
const Switch = ({ title, button, name, children }) => {
  const onSubmit = (event) => {
    event.preventDefault();
    void turnOn(name, Object.fromEntries(new FormData(event.currentTarget)));
  };
  return html`<form class="world-card" onSubmit=${onSubmit}>
    <h4>${title}</h4>
    <div class="switch-fields">${children}</div>
    <button class="button button-small">${button}</button>
  </form>`;
};

const details = {
  status: [
    { name: 'status', label: 'Status', defaultValue: '500', pattern: '[45]\\d\\d' },
    { name: 'code', label: 'Error code', defaultValue: 'LIVE.100011001' },
  ],
  slow: [{ name: 'seconds', label: 'Seconds', defaultValue: '5', inputmode: 'numeric' }],
};

const LiveFault = ({ menu }) => {
  const [kind, setKind] = useState('status');
  const onChange = ({ target }) => setKind(target.value);
  return html`<${Switch} title="A call of the Live API fails" button="Fail the call" name="fail">
    <${Choice} name="on" label="The next" among=${menu.calls} isWide />
    <${Choice} name="with" label="What happens" among=${menu.faults} isWide onChange=${onChange} />
    ${details[kind]?.map((field) => html`<${Text} key=${field.name} ...${field} />`)}
  <//>`;
};

/** Faults that were set and have not happened yet. */
const Armed = () => {
  const { armed, held } = app.world;
  if (armed.length + held === 0) return undefined;
  return html`<div class="world-card armed">
    <ul>
      ${armed.map(({ on, what }) => html`<li>The next ${on} ${what}</li>`)}
      ${held > 0 && html`<li>${counted(held, 'call is', 'calls are')} held</li>`}
    </ul>
    <div class="button-row">
      ${armed.length > 0 && html`<${SwitchButton} name="clear">Cancel<//>`}
      ${held > 0 && html`<${SwitchButton} name="release">Release<//>`}
    </div>
  </div>`;
};

const Connections = () => {
  const { redis } = app.world;
  const [name, text] = redis?.isFrozen
    ? ['thaw_redis', 'Unfreeze Redis']
    : ['freeze_redis', 'Freeze Redis'];
  return html`<div class="world-card">
    <h4>Connections</h4>
    <div class="button-row">
      <${SwitchButton} name="expire_tokens">Expire tokens<//>
      <${SwitchButton} name="cut_slack">Disconnect Slack<//>
      ${redis && html`<${SwitchButton} name=${name}>${text}<//>`}
    </div>
  </div>`;
};

/** Faults to set, and things to let others do. The sandbox defines the choices. */
export const Faults = () => {
  const { tasks: held, menu } = app.world;
  const tasks = held.map(({ task }) => [task.task_id, taskTitle(task)]);
  return html`<${Armed} />
    <${LiveFault} menu=${menu} />
    <${Switch} title="A call of Slack fails" button="Fail the call of Slack" name="fail_slack">
      <${Choice} name="method" label="The next" among=${menu.slackMethods} isWide />
      <${Choice} name="with" label="What happens" among=${menu.slackFaults} isWide />
    <//>
    <${Switch} title="Somebody else changes a task" button="Change the task" name="edit">
      <${Choice} name="task" label="Task" among=${tasks} />
      <${Choice} name="when" label="When" among=${menu.moments} />
      <${Choice} name="change" label="Somebody" among=${menu.edits} isWide />
    <//>
    <${Switch} title="A stream misbehaves" button="Set the stream" name="stream">
      <${Choice} name="task" label="Task" among=${tasks} isWide />
      <${Choice} name="how" label="Its stream" among=${menu.streams} isWide />
    <//>
    <${Switch} title="The listing of streams" button="Set the listing" name="listing">
      <${Choice} name="answer" label="The listing" among=${menu.listings} isWide />
    <//>
    <${Switch} title="A task sends an event" button="Send the event" name="event">
      <${Choice} name="task" label="Task" among=${tasks} />
      <${Choice} name="event" label="Event" among=${menu.events} />
    <//>
    <${Connections} />`;
};
