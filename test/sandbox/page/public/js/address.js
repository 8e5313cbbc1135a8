/** From this width on the world fits beside the workspace. */
const wide = 1180;

/** Person and place are in the URL, so that two windows can be two people. */
export const readAddress = () => {
  const query = new URLSearchParams(location.search);
  const remembered = sessionStorage.getItem('world');
  const thread = query.get('thread')?.split(' ');
  return {
    as: query.get('as'),
    at: query.get('at'),
    thread: thread?.length === 2 ? { channel: thread[0], ts: thread[1] } : null,
    isWorldOpen: remembered === null ? innerWidth >= wide : remembered === 'open',
    isSidebarOpen: false,
  };
};

export const writeAddress = ({ as, at, thread, isWorldOpen }) => {
  sessionStorage.setItem('world', isWorldOpen ? 'open' : 'closed');
  const query = new URLSearchParams();
  if (as !== null) query.set('as', as);
  if (at !== null) query.set('at', at);
  if (thread !== null) query.set('thread', `${thread.channel} ${thread.ts}`);
  history.replaceState(null, '', `?${query}`);
};
