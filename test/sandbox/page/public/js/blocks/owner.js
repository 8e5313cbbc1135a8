import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { app, attempt, changed, perform, press } from '../store.js';

const Owner = createContext();

/** The container of blocks (a message, a modal, the Home), for everything rendered inside. */
export const Within = Owner.Provider;
export const useOwner = () => useContext(Owner);

// Long enough to gather a word, short enough that nothing is lost when the window closes.
const gatherMs = 200;

/** The value of a field, as the sandbox's person takes it. */
const valueIn = (state = {}) => {
  const key = Object.keys(state).find((name) => name.startsWith('selected_') || name === 'value');
  const held = state[key];
  if (Array.isArray(held)) return held.map((entry) => entry?.value ?? entry);
  return held?.value ?? held ?? null;
};

const keyOf = (block, element) => `${block.block_id} ${element.action_id}`;

/**
 * What was typed in a place. It goes to the workspace in order, and before anything is sent from
 * there; it outlives every update of what is shown.
 */
const createTyping = (place) => {
  const typed = new Map();
  const waiting = new Map();
  /** By block id, why Slack's client would not take what was typed. */
  const refused = new Map();
  let timer;
  let line = Promise.resolve();
  let revision = 0;

  const send = async (entry) => {
    const { error } = await attempt('types', { ...place, ...entry });
    if (error === undefined) refused.delete(entry.block);
    else refused.set(entry.block, error.replace(/^a person could not do that: /, ''));
    revision += 1;
    changed();
  };
  const flush = () => {
    clearTimeout(timer);
    for (const entry of waiting.values()) line = line.then(() => send(entry));
    waiting.clear();
    return line;
  };
  /** With `isHeld` it waits for the next send. */
  const type = (block, element, value, { isHeld = false } = {}) => {
    const key = keyOf(block, element);
    typed.set(key, value);
    waiting.set(key, { block: block.block_id, action: element.action_id, value });
    clearTimeout(timer);
    if (!isHeld) timer = setTimeout(() => void flush(), gatherMs);
  };
  return { typed, refused, type, flush, revision: () => revision };
};

const createOwner = (name, place) => {
  const { typed, refused, type, flush, revision } = createTyping(place);
  const isModal = place.where === 'modal';
  const at = (block, element) => ({ ...place, block: block.block_id, action: element.action_id });
  const owner = {
    /** What the workspace holds: `{ state, errors, version }`. */
    shown: undefined,
    type,
    flush,
    /** Changes after everything that was accepted or refused. */
    revision,
    hasRefused: (blocks) => blocks.some(({ block_id: id }) => refused.has(id)),
    failure: () => app.failures.get(name),
    errorOf: (block) => refused.get(block.block_id) ?? owner.shown.errors?.[block.block_id],
    stateOf: (block, element) => owner.shown.state?.[block.block_id]?.[element.action_id],
    valueOf: (block, element) => {
      const key = keyOf(block, element);
      return typed.has(key) ? typed.get(key) : valueIn(owner.stateOf(block, element));
    },
    /** The options that the bot finds for a text. */
    search: async (block, element, text) => {
      await flush();
      return (await perform('searches', { ...at(block, element), text })) ?? [];
    },
    /** Resolves with whether the bot took it. */
    press: async (block, element, value) => {
      await flush();
      return press(name, { ...at(block, element), value });
    },
    /** Puts a file into a field; a refusal of the workspace is shown under it. */
    attach: async (block, element, file) => {
      const { error } = await attempt('attaches', { ...at(block, element), ...file });
      if (error === undefined) refused.delete(block.block_id);
      else refused.set(block.block_id, error);
      changed();
    },
    /** A choice that is sent at once; in a modal it is only typed. Starting a search is not a choice. */
    choose: async (block, element, value) => {
      if (!isModal && value === null) return true;
      typed.set(keyOf(block, element), value);
      if (!isModal) return owner.press(block, element, value);
      type(block, element, value);
      await flush();
      return true;
    },
  };
  return owner;
};

const owners = new Map();

/** The owner of a container for the current person, kept as long as the page. */
export const ownerOf = (name, place, shown) => {
  const key = `${app.state.me} ${name}`;
  if (!owners.has(key)) owners.set(key, createOwner(name, place));
  const owner = owners.get(key);
  owner.shown = shown;
  return owner;
};
