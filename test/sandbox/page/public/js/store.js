import { readAddress, writeAddress } from './address.js';
import { act, latest, listen, readState, readWorld, turn } from './api.js';
import { setClock, setReader } from './text/dates.js';
import { newMentions } from './unread.js';

/** The state of the page. Components read it, and a change renders everything. */
export const app = {
  ui: readAddress(),
  /** The workspace as `state.me` sees it; undefined until it has come. */
  state: undefined,
  world: undefined,
  isConnected: true,
  /** Why there is no workspace to show. */
  trouble: undefined,
  /** Unsent text, by person and conversation. */
  drafts: new Map(),
  /** Why the bot did not accept the last click in a message, a modal or the Home. */
  failures: new Map(),
  /** Answers that were dismissed; Slack forgets them on reload as well. */
  dismissed: new Set(),
  toasts: [],
  /** The confirmation that is open: `{ confirm, answer }`. */
  question: undefined,
  /** Selector of the element to focus as soon as it exists. */
  focusNext: undefined,
  /** The message to scroll to as soon as it exists. */
  target: undefined,
};

let draw = () => {};
export const changed = () => draw();

export const setUi = (changes) => {
  Object.assign(app.ui, changes);
  writeAddress(app.ui);
};

const shownMs = 7_000;

/** A short notice at the edge of the window, read aloud without taking the focus. */
export const tell = (text, { title, onClick } = {}) => {
  const toast = { text, title, onClick };
  toast.remove = () => {
    app.toasts = app.toasts.filter((entry) => entry !== toast);
    changed();
  };
  app.toasts = [...app.toasts, toast];
  setTimeout(() => toast.remove(), shownMs);
  changed();
};

/** Resolves with `{ result }` or `{ error }`; the page shows the new state. */
export const attempt = async (verb, body) => {
  try {
    return { result: await act(app.ui.as, verb, body) };
  } catch (error) {
    return { error: error.message };
  }
};
export const perform = async (verb, body) => {
  const { result, error } = await attempt(verb, body);
  if (error !== undefined) tell(error);
  return result;
};

/** False if the bot did not accept the click; the reason is shown where it was clicked. */
export const press = async (place, body) => {
  app.failures.delete(place);
  const { result, error } = await attempt('presses', body);
  const { name } = app.state.bot;
  const isLate = result?.error === 'operation_timeout';
  const trouble = isLate ? 'did not respond in time' : 'could not be reached';
  const failure = error ?? (result.timedOut ? `${name} ${trouble}.` : undefined);
  if (failure === undefined) return true;
  app.failures.set(place, failure);
  changed();
  return false;
};

/** Changes something in the world around the bot. */
export const turnOn = async (name, body) => {
  try {
    await turn(name, body);
  } catch (error) {
    tell(error.message);
  }
};

/** Tells the app that somebody opened its Home, or the conversation with it. */
const lookAtApp = () => {
  const tab = { home: 'home', [app.state.direct]: 'messages' }[app.ui.at];
  if (tab !== undefined) void perform('opens_home', { tab });
};

export const focusMain = () => {
  app.focusNext = '#main [data-start]';
  changed();
};

export const goTo = (at, { ts, thread = null } = {}) => {
  setUi({ at, thread, isSidebarOpen: false });
  app.target = ts;
  app.toasts = [];
  lookAtApp();
  focusMain();
};

export const become = (as) => {
  setUi({ as, thread: null });
  app.failures.clear();
  app.toasts = [];
  void loadState();
};

export const openThread = ({ channel, ts, thread_ts: parent }) => {
  setUi({ thread: { channel, ts: parent ?? ts } });
  app.focusNext = '#thread [data-start]';
  changed();
};
export const closeThread = () => {
  const { ts } = app.ui.thread;
  setUi({ thread: null });
  app.focusNext = `[data-message="${ts}"] .replies, #main [data-start]`;
  changed();
};

export const toggleWorld = () => {
  setUi({ isWorldOpen: !app.ui.isWorldOpen });
  void loadWorld();
  changed();
};
export const toggleSidebar = () => {
  setUi({ isSidebarOpen: !app.ui.isSidebarOpen });
  changed();
};

export const dismiss = (ts) => {
  app.dismissed.add(ts);
  focusMain();
};

export const draftKey = (channel, threadTs = '') => `${app.state.me} ${channel} ${threadTs}`;

/** Writes into the message box of the open conversation. */
export const insert = (text) => {
  app.drafts.set(draftKey(app.ui.at), text);
  focusMain();
};

/** Leaves a channel that the next person cannot see. */
const stayInSight = () => {
  const { channels } = app.state;
  const isThere = app.ui.at === 'home' || channels.some(({ id }) => id === app.ui.at);
  if (!isThere) setUi({ at: channels[0]?.id ?? 'home' });
};

/** Keeps the objects of unchanged messages, so that they are not rendered again. */
const keepSame = (before = [], after) => {
  const old = new Map(before.map((message) => [message.ts, message]));
  return after.map((message) => {
    const same = JSON.stringify(message) === JSON.stringify(old.get(message.ts));
    return same ? old.get(message.ts) : message;
  });
};
const keepChannels = (before = [], after) =>
  after.map((channel) => {
    const old = before.find(({ id }) => id === channel.id);
    const messages = keepSame(old?.messages, channel.messages);
    return { ...channel, messages, ephemerals: keepSame(old?.ephemerals, channel.ephemerals) };
  });

let notify = () => {};

const loadState = latest(async () => {
  const before = app.state;
  const { as } = app.ui;
  const state = await readState(as).catch((error) => {
    if (before === undefined) app.trouble = error.message;
    changed();
    throw error;
  });
  // The person has changed meanwhile, and the new state is already requested.
  if (as !== app.ui.as) return;
  const channels = keepChannels(before?.channels, state.channels);
  Object.assign(app, { state: { ...state, channels }, trouble: undefined });
  setClock(state.clock);
  setReader(state.people.find(({ id }) => id === state.me));
  if (as === null) setUi({ as: state.me });
  stayInSight();
  if (before?.me !== state.me) lookAtApp();
  if (before?.me === state.me) newMentions(state.me, before, state).forEach(notify);
  changed();
});
export const reload = () => loadState();

const loadWorld = latest(async () => {
  app.world = await readWorld();
  setClock(app.world.clock);
  changed();
});

export const isSeen = () => document.visibilityState === 'visible';

/** Starts listening. `onChange` renders; `onMention` gets messages for the current person. */
export const start = ({ onChange, onMention }) => {
  draw = onChange;
  notify = (found) => {
    if (found.channel.id !== app.ui.at || !isSeen()) onMention(found);
  };
  listen({
    changed: (part) => void (part === 'slack' ? loadState() : loadWorld()),
    connected: (is) => {
      app.isConnected = is;
      if (is) void Promise.all([loadState(), loadWorld()]);
      else changed();
    },
  });
  document.addEventListener('visibilitychange', changed);
  // What is on air changes with time, without an event.
  setInterval(() => app.ui.isWorldOpen && isSeen() && void loadWorld(), 5_000);
};
