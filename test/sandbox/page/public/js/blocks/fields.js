import { useId } from 'preact/hooks';
import { classes, html } from '../html.js';
import { icon } from '../icons.js';
import { channelTitle } from '../names.js';
import { app } from '../store.js';
import { fromLocalInput, readerZone, toLocalInput } from '../text/dates.js';
import { plainText, textNodes } from '../text/mrkdwn.js';
import { useOwner } from './owner.js';
import { SearchField, SeveralSearchField } from './search-field.js';

/**
 * Each field is given `{ block, element, id, aria, labelledBy, onChange }`. `aria` names and
 * describes it; `onChange` takes what the verbs of a person take, and null for nothing.
 */

const usualMax = 3000;
// The counter is shown from this share of the limit on.
const nearlyFull = 0.8;
const modes = { number_input: 'decimal', email_text_input: 'email', url_text_input: 'url' };

const TextField = ({ block, element, id, aria, onChange }) => {
  const owner = useOwner();
  const { multiline, type, dispatch_action_config: config } = element;
  const max = element.max_length ?? usualMax;
  const value = owner.valueOf(block, element) ?? '';
  const used = Array.from(value).length;
  // Slack tells the bot of such a field on Enter, unless it asks for every character.
  const isSentOnEnter =
    block.dispatch_action === true &&
    config?.trigger_actions_on?.includes('on_character_entered') !== true;
  const onKeyDown = (event) => {
    if (event.key !== 'Enter' || event.isComposing || !isSentOnEnter || multiline) return;
    event.preventDefault();
    void owner.flush();
  };
  return html`<span class="text-field">
    <${multiline ? 'textarea' : 'input'} id=${id}
      class=${classes('field-input', type === 'number_input' && 'field-number')}
      type=${multiline ? undefined : 'text'}
      inputmode=${modes[type]} maxlength=${max} placeholder=${plainText(element.placeholder)}
      autocomplete="off" spellcheck=${type === 'plain_text_input'} value=${value}
      onInput=${({ target }) => onChange(target.value || null, { isHeld: isSentOnEnter })}
      onKeyDown=${onKeyDown} data-autofocus=${element.focus_on_load || undefined} ...${aria} />
    ${used >= max * nearlyFull && html`<span class="counter">${used} of ${max}</span>`}
  </span>`;
};

const optionsOf = ({ options = [], option_groups: groups = [] }) => [
  ...options,
  ...groups.flatMap((group) => group.options),
];

/** Radio buttons and checkboxes: native ones, each with its second line. */
const Choices = ({ block, element, aria, labelledBy, onChange, isSeveral, among = optionsOf }) => {
  const name = useId();
  const owner = useOwner();
  const held = () => [owner.valueOf(block, element) ?? []].flat();
  const pick = ({ target: { value, checked } }) => {
    if (!isSeveral) onChange(value);
    else onChange(checked ? [...held(), value] : held().filter((entry) => entry !== value));
  };
  const choice = ({ value, text, description }) =>
    html`<label class="choice">
      <input type=${isSeveral ? 'checkbox' : 'radio'} name=${name} value=${value}
        checked=${held().includes(value)} onChange=${pick} />
      <span>
        ${textNodes(text)}
        ${description && html`<span class="second-line">${textNodes(description)}</span>`}
      </span>
    </label>`;
  const role = isSeveral ? 'group' : 'radiogroup';
  return html`<div class="choices" role=${role} aria-labelledby=${labelledBy} ...${aria}>
    ${among(element).map(choice)}
  </div>`;
};

const asOption = (value, text) => ({ value, text: { type: 'plain_text', text } });
const people = () => app.state.people.map(({ id, name }) => asOption(id, name));
const channels = () => app.state.channels.map((entry) => asOption(entry.id, channelTitle(entry)));

const option = ({ value, text }) =>
  html`<option key=${value} value=${value}>${plainText(text)}</option>`;
const group = ({ label, options }) =>
  html`<optgroup label=${plainText(label)}>${options.map(option)}</optgroup>`;

/** A native select, which works with keyboards, screen readers and phones. */
const Select = ({ block, element, id, aria, onChange, among }) => {
  const held = useOwner().valueOf(block, element) ?? '';
  const options = among?.() ?? element.options ?? [];
  return html`<select id=${id} class="field-input" value=${held}
    onChange=${({ target }) => onChange(target.value || null)} ...${aria}>
    <option value="">${plainText(element.placeholder) || 'Choose one'}</option>
    ${options.map(option)}${element.option_groups?.map(group)}
  </select>`;
};

/** A native picker of the browser; `show` and `read` turn its text into the value and back. */
const Picker = ({
  block,
  element,
  id,
  aria,
  onChange,
  type,
  show = String,
  read = String,
  unit,
}) => {
  const held = useOwner().valueOf(block, element);
  return html`<span class="with-unit">
    <input id=${id} type=${type} class="field-input" value=${held === null ? '' : show(held)}
      onChange=${({ target }) => onChange(target.value ? read(target.value) : null)} ...${aria} />
    ${unit && html`<span class="muted">${unit()}</span>`}
  </span>`;
};

/** A file from this machine, sent to the workspace as soon as it is chosen. */
const FileField = ({ block, element, id, aria }) => {
  const owner = useOwner();
  const [first] = owner.stateOf(block, element)?.files ?? [];
  const kinds = element.filetypes?.map((kind) => `.${kind}`).join(',');
  const onChange = async ({ target }) => {
    const [file] = target.files;
    if (file === undefined) return;
    await owner.attach(block, element, { name: file.name, content: await file.text() });
    target.value = '';
  };
  return html`<span class="with-unit">
    <input id=${id} type="file" class="field-input" accept=${kinds} onChange=${onChange} ...${aria} />
    <span class="muted" role="status">${first ? `Attached: ${first.name}` : ''}</span>
  </span>`;
};

const moment = { show: toLocalInput, read: fromLocalInput, unit: readerZone };

/** To add a field, add its renderer and options here. */
export const fields = {
  plain_text_input: [TextField],
  number_input: [TextField],
  email_text_input: [TextField],
  url_text_input: [TextField],
  static_select: [Select],
  users_select: [Select, { among: people }],
  channels_select: [Select, { among: channels }],
  conversations_select: [Select, { among: channels }],
  external_select: [SearchField],
  multi_external_select: [SeveralSearchField],
  radio_buttons: [Choices],
  checkboxes: [Choices, { isSeveral: true }],
  multi_static_select: [Choices, { isSeveral: true }],
  multi_users_select: [Choices, { isSeveral: true, among: people }],
  multi_channels_select: [Choices, { isSeveral: true, among: channels }],
  multi_conversations_select: [Choices, { isSeveral: true, among: channels }],
  datepicker: [Picker, { type: 'date' }],
  timepicker: [Picker, { type: 'time' }],
  datetimepicker: [Picker, { type: 'datetime-local', ...moment }],
  file_input: [FileField],
};

const Unknown = ({ element }) =>
  html`<p class="unknown">The sandbox cannot show an element of type ${element.type} yet.</p>`;

export const Field = (props) => {
  const [Part, more] = fields[props.element.type] ?? [Unknown];
  return html`<${Part} ...${props} ...${more} />`;
};

/** A field with its label, its error and its hint. */
export const Input = ({ block }) => {
  const owner = useOwner();
  const id = useId();
  const { element, label, hint, optional } = block;
  const error = owner.errorOf(block);
  const isGroup = fields[element.type]?.[0] === Choices;
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  const aria = { 'aria-describedby': described || undefined, 'aria-invalid': error && 'true' };
  return html`<div class=${classes('field', error && 'field-wrong')}>
    <${isGroup ? 'span' : 'label'} id=${`${id}-label`} class="field-label"
      for=${isGroup ? undefined : id}>
      ${plainText(label)}${optional && html`<span class="optional">${' '}(optional)</span>`}
    <//>
    <${Field} block=${block} element=${element} id=${id} labelledBy=${`${id}-label`} aria=${aria}
      onChange=${(value, options) => owner.type(block, element, value, options)} />
    ${error && html`<p class="field-error" id=${`${id}-error`}>${icon('warning', 16)}${error}</p>`}
    ${hint && html`<p class="muted" id=${`${id}-hint`}>${plainText(hint)}</p>`}
  </div>`;
};
