import { act, latest, listen, readState, readWorld } from './api.js';
import { createConversation } from './conversation.js';
import { setClock } from './dates.js';
import { h, replace } from './dom.js';
import { createHome } from './home.js';
import { icon } from './icons.js';
import { createModalLayer } from './modal.js';
import { channelOf, channelTitle, nameOf } from './names.js';
import { createSidebar } from './sidebar.js';
import { createThreadPanel } from './thread.js';
import { createToasts } from './toasts.js';
import { createTopbar } from './topbar.js';
import { markSeen, newMentions, unreadIn } from './unread.js';
import { createUi } from './ui.js';
import { createWorld } from './world.js';

const at = (id) => document.getElementById(id);
const ui = createUi();
const toasts = createToasts(at('toasts'));

/** What every part of the page needs; the parts look at `state` anew whenever they act. */
const app = {
  ui: ui.values,
  state: undefined,
  world: undefined,
  isConnected: true,
  drafts: new Map(),
  /** Messages and homes that hold what was typed into them. */
  owners: new Map(),
  failures: new Map(),
  /** Answers that were waved away; Slack forgets them on reload as well. */
  dismissed: new Set(),
  dismiss: (ts) => {
    app.dismissed.add(ts);
    render();
    main.current?.focus();
  },
  tell: toasts.tell,
  render: () => app.state !== undefined && render(),
  reload: () => loadState(),

  /** `{ result }` or `{ error }`; the page shows the state that comes after it. */
  try: async (verb, body) => {
    try {
      return { result: await act(app.ui.as, verb, body) };
    } catch (error) {
      return { error: error.message };
    }
  },
  act: async (verb, body) => {
    const { result, error } = await app.try(verb, body);
    if (error !== undefined) app.tell(error);
    return result;
  },
  /** A press; false when the bot did not take it, which is then said where it was pressed. */
  press: async ({ owner, body }) => {
    app.failures.delete(owner);
    const { result, error } = await app.try('presses', body);
    const bot = app.state.bot.name;
    if (error !== undefined) app.failures.set(owner, error);
    else if (result.timedOut) {
      const isLate = result.error === 'operation_timeout';
      app.failures.set(
        owner,
        isLate ? `${bot} did not respond in time.` : `${bot} could not be reached.`,
      );
    } else return true;
    render();
    return false;
  },

  goTo: (id) => {
    ui.set({ at: id, thread: null, sidebarOpen: false });
    lookAtApp();
    toasts.clear();
    render();
    main.current?.focus();
  },
  become: (as) => {
    ui.set({ as, thread: null });
    app.failures.clear();
    toasts.clear();
    void loadState();
  },
  openThread: ({ channel, ts, thread_ts: parent }) => {
    ui.set({ thread: { channel, ts: parent ?? ts } });
    render();
    thread.focus();
  },
  closeThread: () => {
    const { ts } = app.ui.thread;
    ui.set({ thread: null });
    render();
    document.querySelector(`[data-focus="${CSS.escape(`${ts}/replies`)}"]`)?.focus();
  },
  toggleWorld: () => {
    ui.set({ worldOpen: !app.ui.worldOpen });
    void loadWorld();
    render();
  },
  focusMain: () => main.current?.focus(),
  insert: (text) => main.current?.insert?.(text),
  menuButton: () =>
    h(
      'button',
      {
        type: 'button',
        class: 'button button-icon menu-button',
        'aria-label': 'Channels',
        'aria-expanded': String(app.ui.sidebarOpen),
        on: {
          click: () => {
            ui.set({ sidebarOpen: !app.ui.sidebarOpen });
            render();
          },
        },
      },
      icon('menu'),
    ),
};

const topbar = createTopbar(app, at('topbar'));
const sidebar = createSidebar(app, at('sidebar'));
const thread = createThreadPanel(app, at('thread'));
const modals = createModalLayer(app, at('modal-layer'), at('workspace'));
const world = createWorld(app, at('world'));
const main = { current: undefined, key: undefined };

const renderMain = () => {
  const key = `${app.ui.as} ${app.ui.at}`;
  if (key !== main.key) {
    main.key = key;
    main.current = app.ui.at === 'home' ? createHome(app) : createConversation(app, app.ui.at);
    replace(at('main'), main.current.node);
  }
  const channel = channelOf(app.state, app.ui.at);
  if (channel !== undefined && document.visibilityState === 'visible') markSeen(app.ui.as, channel);
  main.current.render(channel);
};

/** Slack tells the app that somebody looks at its home, or at the conversation with it. */
const lookAtApp = () => {
  const tab = { home: 'home', [app.state.direct]: 'messages' }[app.ui.at];
  if (tab !== undefined) void app.act('opens_home', { tab });
};

const renderTitle = () => {
  const mentions = app.state.channels.reduce(
    (sum, channel) => sum + unreadIn(app.ui.as, channel).mentions,
    0,
  );
  const channel = channelOf(app.state, app.ui.at);
  const place = channel === undefined ? 'Home' : channelTitle(app.state, channel);
  const count = mentions > 0 ? `(${mentions}) ` : '';
  document.title = `${count}${place} · ${nameOf(app.state, app.ui.as)} · Sandbox`;
};

const render = () => {
  // Between two persons the state is still the first one's.
  if (app.state.me !== app.ui.as) return;
  // One may have been in a channel that the next person does not see.
  const isThere = app.ui.at === 'home' || channelOf(app.state, app.ui.at) !== undefined;
  if (!isThere) ui.set({ at: app.state.channels[0]?.id ?? 'home' });
  at('stage').classList.toggle('sidebar-open', app.ui.sidebarOpen);
  renderMain();
  topbar.render();
  sidebar.render();
  thread.render();
  modals.render();
  world.render();
  renderTitle();
};

const loadState = latest(async () => {
  const before = app.state;
  const state = await readState(app.ui.as);
  if (app.ui.as !== null && state.me !== app.ui.as) return;
  app.state = state;
  setClock(state.clock);
  if (app.ui.as === null) ui.set({ as: state.me });
  if (before?.me !== state.me) lookAtApp();
  for (const { channel } of newMentions(app.ui.as, before, state)) {
    if (channel.id === app.ui.at && document.visibilityState === 'visible') continue;
    const where = channel.kind === 'im' ? 'a direct message' : `#${channel.name}`;
    app.tell(`Something for you in ${where}`, { onClick: () => app.goTo(channel.id) });
  }
  render();
});

const loadWorld = latest(async () => {
  app.world = await readWorld();
  setClock(app.world.clock);
  app.render();
});

listen({
  changed: (part) => void (part === 'slack' ? loadState() : loadWorld()),
  connected: (is) => {
    app.isConnected = is;
    if (is) void Promise.all([loadState(), loadWorld()]);
    else app.render();
  },
});
document.addEventListener('visibilitychange', () => app.render());
document.addEventListener('keydown', (event) => {
  if (event.key !== 'F6') return;
  // From region to region, also out of a modal, which keeps the Tab key to itself.
  event.preventDefault();
  const regions = [at('topbar'), modals.isOpen() ? at('modal-layer') : at('main'), at('world')];
  const open = regions.filter((region) => !region.hidden);
  const here = open.findIndex((region) => region.contains(document.activeElement));
  const next = open[(here + 1) % open.length];
  next.querySelector('input:checked, textarea, button, summary, [tabindex]')?.focus();
});
// What is on air moves on by itself, without a change that anybody could tell of.
setInterval(
  () => app.ui.worldOpen && document.visibilityState === 'visible' && void loadWorld(),
  5_000,
);
