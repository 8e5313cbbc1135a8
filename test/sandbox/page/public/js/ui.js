const wide = 1180;

/** Where one is on the page. Who and where stand in the address, so that two windows can be two people. */
export const createUi = () => {
  const query = new URLSearchParams(location.search);
  const remembered = sessionStorage.getItem('world');
  const threadAt = query.get('thread')?.split(' ');
  const values = {
    as: query.get('as'),
    at: query.get('at'),
    thread: threadAt?.length === 2 ? { channel: threadAt[0], ts: threadAt[1] } : null,
    worldOpen: remembered === null ? innerWidth >= wide : remembered === 'open',
    sidebarOpen: false,
  };
  return {
    values,
    set: (changes) => {
      Object.assign(values, changes);
      const { as, at, thread, worldOpen } = values;
      sessionStorage.setItem('world', worldOpen ? 'open' : 'closed');
      const next = new URLSearchParams();
      if (as !== null) next.set('as', as);
      if (at !== null) next.set('at', at);
      if (thread !== null) next.set('thread', `${thread.channel} ${thread.ts}`);
      history.replaceState(null, '', `?${next}`);
    },
  };
};
