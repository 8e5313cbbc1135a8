import { readAddress, writeAddress } from './address.js';
import { act, latest, listen, readState, readWorld, turn } from './api.js';
import { setClock, setReader } from './text/dates.js';
import { newMentions } from './unread.js';

/** Everything that the page shows. Parts read it while they draw, and a change draws all of it. */
export const app = {
  ui: readAddress(),
  /** The workspace as `state.me` sees it; undefined until it has come. */
  state: undefined,
  world: undefined,
  isConnected: true,
  /** Why there is no workspace to show. */
  trouble: undefined,
  /** What was written and not sent, by person and place. */
  drafts: new Map(),
  /** Why the bot did not take the last press in a message, a modal or the home. */
  failures: new Map(),
  /** Answers that were dismissed; Slack forgets them on reload as well. */
  dismissed: new Set(),
  toasts: [],
  /** The confirmation that is open: `{ confirm, answer }`. */
  question: undefined,
  /** What gets the focus as soon as it is there, as a selector. */
  focusNext: undefined,
  /** The message to be scrolled to as soon as it is there. */
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

/** `{ result }` or `{ error }`; the page shows the state that comes after it. */
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

/** False when the bot did not take the press, which is then said where it was pressed. */
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

/** Does something to the world around the bot. */
export const turnOn = async (name, body) => {
  try {
    await turn(name, body);
  } catch (error) {
    tell(error.message);
  }
};

/** Slack tells the app that somebody looks at its home, or at the conversation with it. */
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

/** Writes into the message box of the place that one looks at. */
export const insert = (text) => {
  app.drafts.set(draftKey(app.ui.at), text);
  focusMain();
};

/** One may have been in a channel that the next person does not see. */
const stayInSight = () => {
  const { channels } = app.state;
  const isThere = app.ui.at === 'home' || channels.some(({ id }) => id === app.ui.at);
  if (!isThere) setUi({ at: channels[0]?.id ?? 'home' });
};

/** Messages that are as they were are the same objects as before, and need not be drawn again. */
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
  // Meanwhile somebody became another person: their state is already asked for.
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

/** Begins to listen. `onChange` draws; `onMention` hears of messages for the person that one is. */
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
  // What is on air moves on by itself, without a change that anybody could tell of.
  setInterval(() => app.ui.isWorldOpen && isSeen() && void loadWorld(), 5_000);
};
