import { h, newId, spinner } from './dom.js';
import { icon } from './icons.js';
import { channelTitle } from './names.js';
import { popupMenu } from './popup-menu.js';
import { createSlashMenu, suggestions } from './slash-menu.js';

const fit = (node) => {
  node.style.height = 'auto';
  node.style.height = `${Math.min(node.scrollHeight, 180)}px`;
};

// A command in a thread is refused by Slack's client, which says so in these words.
const notInThreads = 'Commands cannot be used in threads.';

/** The shortcuts that belong to no message, behind one button. */
const globalShortcuts = (app, threadTs) => {
  const entries = app.state.shortcuts
    .filter(({ type }) => type === 'global')
    .map(({ callbackId, name }) => ({
      text: name,
      choose: () => void app.act('uses_shortcut', { callback_id: callbackId }),
    }));
  if (entries.length === 0 || threadTs !== undefined) return undefined;
  const props = {
    class: 'tool',
    'aria-label': 'Shortcuts',
    title: 'Shortcuts',
    data: { focus: 'shortcuts' },
  };
  return popupMenu(props, icon('bolt', 18), entries);
};

/** The box to write into: messages, and commands with their hints. */
export const composer = (app, { channel, threadTs }) => {
  const draftKey = `${app.ui.as} ${channel} ${threadTs ?? ''}`;
  const errorId = newId('composer-error');
  const input = h('textarea', {
    class: 'composer-input',
    rows: '1',
    'aria-describedby': errorId,
    spellcheck: 'false',
    value: app.drafts.get(draftKey) ?? '',
    data: { focus: `composer ${draftKey}` },
  });
  const error = h('p', { id: errorId, class: 'composer-error', role: 'alert' });
  const button = h(
    'button',
    { type: 'submit', class: 'send', 'aria-label': 'Send' },
    icon('send', 18),
    spinner(),
  );
  const menu = createSlashMenu({
    input,
    onChoose: ({ text, shortcut }) => {
      setText(shortcut === undefined ? text : '');
      input.focus();
      if (shortcut !== undefined) void app.act('uses_shortcut', { callback_id: shortcut });
    },
  });
  const form = h(
    'form',
    { class: 'composer' },
    menu.node,
    h('div', { class: 'composer-box' }, globalShortcuts(app, threadTs), input, button),
    error,
  );

  const refresh = () => {
    app.drafts.set(draftKey, input.value);
    fit(input);
    button.disabled = input.value.trim() === '';
    if (threadTs === undefined) menu.show(suggestions(app.state, input.value), input.value);
  };
  const setText = (text) => {
    input.value = text;
    error.textContent = '';
    refresh();
  };

  const send = async () => {
    const text = input.value.trim();
    if (text === '' || form.getAttribute('aria-busy') === 'true') return;
    const isCommand = text.startsWith('/');
    if (isCommand && threadTs !== undefined) {
      error.textContent = notInThreads;
      return;
    }
    form.setAttribute('aria-busy', 'true');
    setText('');
    menu.close();
    const sent = isCommand
      ? app.try('runs', { line: text, channel })
      : app.try('writes', { text, channel, thread_ts: threadTs });
    const { error: why } = await sent;
    form.removeAttribute('aria-busy');
    if (why === undefined) return;
    setText(text);
    menu.close();
    error.textContent = /no command/.test(why)
      ? `${text.split(/\s/, 1)[0]} is not a command of this app.`
      : why;
  };

  input.addEventListener('input', () => {
    error.textContent = '';
    refresh();
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (menu.takesKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
  });
  input.addEventListener('focus', refresh);
  input.addEventListener('blur', () => menu.close());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  button.disabled = true;

  return {
    node: form,
    render: (shown) => {
      const to = shown.kind === 'im' ? channelTitle(app.state, shown) : `#${shown.name}`;
      input.placeholder = threadTs === undefined ? `Message ${to}` : 'Reply…';
      input.setAttribute('aria-label', threadTs === undefined ? `Message ${to}` : 'Reply');
    },
    focus: () => input.focus(),
    insert: (text) => {
      setText(text);
      input.focus();
    },
  };
};
