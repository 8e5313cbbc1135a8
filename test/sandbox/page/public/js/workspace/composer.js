import { useId, useRef, useState } from 'preact/hooks';
import { html, spinner } from '../html.js';
import { icon } from '../icons.js';
import { channelTitle } from '../names.js';
import { Listbox, stepTo } from '../popups.js';
import { app, attempt, changed, draftKey, perform } from '../store.js';
import { suggestions } from './commands.js';
import { Shortcuts } from './message.js';

// A command in a thread is refused by Slack's client, which says so in these words.
const notInThreads = 'Commands cannot be used in threads.';

const use = (id) => void perform('uses_shortcut', { callback_id: id });
const globalShortcuts = { type: 'global', label: 'Shortcuts', name: 'bolt', use };

/** What is offered for the text so far, and which entry Enter would take. */
const useOffer = (text, isOffered) => {
  const [last, setLast] = useState({});
  const { isClosed, active } = last.text === text ? last : {};
  const entries = isOffered && !isClosed ? suggestions(app.state, text) : [];
  // After a space nothing is selected: Enter sends the command as it is.
  const isMeant = entries.length > 0 && !/\s$/.test(text) && entries[0].text !== text;
  return {
    entries,
    active: active ?? (isMeant ? 0 : -1),
    mark: (next) => setLast({ text, active: next }),
    close: () => setLast({ text, isClosed: true }),
  };
};

/** The box to write into: messages, and commands with their hints. */
export const Composer = ({ channel, threadTs }) => {
  const id = useId();
  const box = useRef();
  const [error, setError] = useState();
  const [isBusy, setBusy] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const key = draftKey(channel.id, threadTs);
  const text = app.drafts.get(key) ?? '';
  const isThread = threadTs !== undefined;
  const offer = useOffer(text, hasFocus && !isThread);
  const isOpen = offer.entries.length > 0;

  const setText = (next) => {
    app.drafts.set(key, next);
    setError(undefined);
    changed();
  };
  const choose = ({ text: next, shortcut }) => {
    setText(shortcut === undefined ? next : '');
    box.current.focus();
    if (shortcut !== undefined) use(shortcut);
  };
  const send = async () => {
    const line = text.trim();
    if (line === '' || isBusy) return;
    const isCommand = line.startsWith('/');
    if (isCommand && isThread) {
      setError(notInThreads);
      return;
    }
    setBusy(true);
    setText('');
    const { error: why } = isCommand
      ? await attempt('runs', { line, channel: channel.id })
      : await attempt('writes', { text: line, channel: channel.id, thread_ts: threadTs });
    setBusy(false);
    if (why === undefined) return;
    setText(line);
    const [command] = line.split(/\s/, 1);
    setError(/no command/.test(why) ? `${command} is not a command of this app.` : why);
  };
  const onKeyDown = (event) => {
    if (event.isComposing) return;
    const { key: pressed, shiftKey } = event;
    const step = isOpen ? stepTo(event, offer.active, offer.entries.length) : undefined;
    const isTab = isOpen && pressed === 'Tab' && !shiftKey;
    const meant = offer.entries[offer.active] ?? (isTab ? offer.entries[0] : undefined);
    const isTaken = (pressed === 'Enter' || isTab) && meant !== undefined && meant.text !== text;
    const isClosed = isOpen && pressed === 'Escape';
    const isSent = pressed === 'Enter' && !shiftKey && !isTaken;
    if (step !== undefined) offer.mark(step);
    if (isTaken) choose(meant);
    if (isClosed) offer.close();
    if (isSent) void send();
    if (step !== undefined || isTaken || isClosed || isSent) event.preventDefault();
  };
  const onSubmit = (event) => {
    event.preventDefault();
    void send();
  };

  const to = channel.kind === 'im' ? channelTitle(channel) : `#${channel.name}`;
  const [name, hint] = isThread ? ['Reply', 'Reply…'] : [`Message ${to}`, `Message ${to}`];
  const open = isOpen && {
    'aria-controls': id,
    'aria-activedescendant': offer.active >= 0 ? `${id}-${offer.active}` : undefined,
  };
  return html`<form class="composer" onSubmit=${onSubmit}>
    ${isOpen && html`<${Listbox} id=${id} label="Commands" ...${offer} choose=${choose} />`}
    <div class="composer-box">
      ${!isThread && html`<${Shortcuts} ...${globalShortcuts} />`}
      <textarea ref=${box} class="composer-input" rows="1" spellcheck=${false} placeholder=${hint}
        aria-label=${name} aria-describedby=${`${id}-error`} aria-autocomplete="list" ...${open}
        value=${text} onInput=${({ target }) => setText(target.value)} onKeyDown=${onKeyDown}
        onFocus=${() => setFocus(true)} onBlur=${() => setFocus(false)} data-start></textarea>
      <button class="send" aria-label="Send" aria-busy=${isBusy} disabled=${text.trim() === ''}>
        ${icon('send', 18)}${spinner()}
      </button>
    </div>
    <p class="composer-error" id=${`${id}-error`} role="alert">${error}</p>
  </form>`;
};
