import { useEffect, useState } from 'preact/hooks';
import { classes, html, spinner } from '../html.js';
import { icon } from '../icons.js';
import { PopupMenu } from '../popups.js';
import { labelNodes, plainText } from '../text/mrkdwn.js';
import { confirmed } from '../workspace/confirm.js';
import { Field } from './fields.js';
import { useOwner } from './owner.js';

// How long a button keeps waiting for a change after its acknowledgement.
const settleMs = 1_500;

/** Asks for confirmation if needed, sends, and returns whether it was sent. */
const useSend = (block, element) => {
  const owner = useOwner();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setBusy(false), [owner.shown.version]);
  const send = async (value, by = owner.press) => {
    if (isBusy || (element.confirm !== undefined && !(await confirmed(element.confirm)))) return;
    setBusy(true);
    const isTaken = await by(block, element, value);
    if (isTaken) setTimeout(() => setBusy(false), settleMs);
    else setBusy(false);
  };
  return [isBusy, send];
};

const Button = ({ block, element, part = element }) => {
  const [isBusy, send] = useSend(block, element);
  const { style, url } = element;
  const onClick = () => {
    if (url !== undefined) window.open(url, '_blank', 'noreferrer,noopener');
    void send(part === element ? undefined : part.value);
  };
  return html`<button type="button" class=${classes('button', style && `button-${style}`)}
    aria-label=${part.accessibility_label} aria-busy=${isBusy} onClick=${onClick}>
    ${labelNodes(part.text)}
  </button>`;
};

const Overflow = ({ block, element }) => {
  const [isBusy, send] = useSend(block, element);
  const entries = element.options.map(({ text, value }) => ({
    text: plainText(text),
    choose: () => void send(value),
  }));
  return html`<${PopupMenu} class="button button-icon" label="More choices" isBusy=${isBusy}
    entries=${entries}>${icon('more', 18)}<//>`;
};

/** Two thumbs in one element; each is sent as a button of its own. */
const Feedback = ({ block, element }) => html`<span class="button-row">
  <${Button} block=${block} element=${element} part=${element.positive_button} />
  <${Button} block=${block} element=${element} part=${element.negative_button} />
</span>`;

/** A field outside of an input block: what is chosen in it is sent at once. */
const LoneField = ({ block, element }) => {
  const owner = useOwner();
  const [isBusy, send] = useSend(block, element);
  const label = plainText(element.placeholder) || plainText(block.text) || 'Choose';
  return html`<span class="lone-field" aria-busy=${isBusy}>
    <${Field} block=${block} element=${element} aria=${{ 'aria-label': label }}
      onChange=${(value) => void send(value, owner.choose)} />
    ${spinner()}
  </span>`;
};

/** To add an element that is pressed, add it here; one that holds a value goes into `fields.js`. */
export const elements = {
  button: Button,
  workflow_button: Button,
  icon_button: Button,
  overflow: Overflow,
  feedback_buttons: Feedback,
};

/** An element that stands alone: in actions, beside a section, in a card. */
export const Element = ({ block, element }) =>
  html`<${elements[element.type] ?? LoneField} block=${block} element=${element} />`;
