// Long enough to gather a word, short enough that nothing is lost when the window closes.
const gatherMs = 200;

const keyOf = (block, action) => `${block} ${action}`;

/**
 * What was typed here and where it goes: to the workspace, in order, before anything is sent from the
 * same place. `place` names that place as the verbs do; `refused` keeps why a value was not taken.
 */
export const createTyping = (app, place) => {
  const local = new Map();
  const waiting = new Map();
  const refused = new Map();
  let timer;
  let line = Promise.resolve();

  const send = async ({ block, action, value }) => {
    const { error } = await app.try('types', { ...place, block, action, value });
    if (error === undefined) refused.delete(block);
    else refused.set(block, error.replace(/^a person could not do that: /, ''));
    if (error !== undefined) app.render();
  };
  const flush = () => {
    clearTimeout(timer);
    const entries = Array.from(waiting.values());
    waiting.clear();
    for (const entry of entries) line = line.then(() => send(entry));
    return line;
  };
  return {
    refused,
    has: (block, action) => local.has(keyOf(block, action)),
    get: (block, action) => local.get(keyOf(block, action)),
    set: (block, action, value) => {
      local.set(keyOf(block, action), value);
      waiting.set(keyOf(block, action), { block, action, value });
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), gatherMs);
    },
    flush,
  };
};
