const read = async (response) => {
  const body = await response.json();
  if (!response.ok || typeof body.refused === 'string') {
    throw new Error(body.refused ?? `the sandbox answered ${response.status}`);
  }
  return body;
};

const post = async (path, body) =>
  read(
    await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

export const readState = async (as) =>
  read(await fetch(`/state${as === null ? '' : `?as=${encodeURIComponent(as)}`}`));
export const readWorld = async () => read(await fetch('/world'));
export const act = (as, verb, body = {}) => post('/do', { as, verb, ...body });
export const turn = (name, body = {}) => post('/world', { switch: name, ...body });

/** Calls back on changes, and when the connection to the sandbox is lost or restored. */
export const listen = ({ changed, connected }) => {
  const events = new EventSource('/events');
  events.addEventListener('slack', () => changed('slack'));
  events.addEventListener('world', () => changed('world'));
  events.addEventListener('open', () => connected(true));
  events.addEventListener('error', () => connected(false));
};

/** One request at a time, and another if it was needed meanwhile, so answers stay in order. */
export const latest = (load) => {
  let running;
  let isAskedAgain = false;
  const run = async () => {
    do {
      isAskedAgain = false;
      await load();
    } while (isAskedAgain);
    running = undefined;
  };
  return () => {
    if (running === undefined) running = run().catch(() => (running = undefined));
    else isAskedAgain = true;
    return running;
  };
};
