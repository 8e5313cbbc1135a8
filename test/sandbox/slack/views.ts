import { elementsOf } from './blocks/blocks.ts';
import { viewProblems } from './blocks/validate.ts';
import { asFields, objectArg } from './methods/call.ts';
import { fieldsOf, listOf, optionalString, stringOf, type Fields } from './json.ts';
import { refuse, refuseProblems } from './refusal.ts';
import { initialState } from './view-state.ts';
import { storedBlocks } from './stored.ts';
import type { Typed, View } from './types.ts';
import { BOT, type Workspace } from './workspace.ts';

type Surfaces = readonly ('modal' | 'home')[];

export const readView = (value: unknown, surfaces: Surfaces): Fields => {
  const view = objectArg(value, 'invalid_arguments');
  refuseProblems('invalid_arguments', viewProblems(view, surfaces));
  return asFields(view) ?? refuse('invalid_arguments');
};

/** State of every field: what was typed where it still has its place, else the initial value. */
export const stateOf = (blocks: readonly Fields[], typed: Typed): Typed => {
  const state: Typed = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const initial = initialState(element);
      if (initial === undefined) continue;
      const [blockId, actionId] = [stringOf(block['block_id']), stringOf(element['action_id'])];
      const kept = typed[blockId]?.[actionId];
      const value = kept !== undefined && kept['type'] === element['type'] ? kept : initial;
      state[blockId] = { ...state[blockId], [actionId]: value };
    }
  }
  return state;
};

const assignParts = (workspace: Workspace, view: View, given: Fields): void => {
  view.callbackId = stringOf(given['callback_id']);
  view.externalId = stringOf(given['external_id']);
  view.privateMetadata = stringOf(given['private_metadata']);
  view.clearOnClose = given['clear_on_close'] === true;
  view.notifyOnClose = given['notify_on_close'] === true;
  view.blocks = storedBlocks(listOf(given['blocks']), () => workspace.newId('').slice(-5));
  for (const part of ['title', 'submit', 'close'] as const) {
    const [text] = given[part] === undefined ? [] : storedBlocks([fieldsOf(given[part])], () => '');
    if (text === undefined) delete view[part];
    else {
      delete text['block_id'];
      view[part] = text;
    }
  }
  view.hash = workspace.newHash();
  view.errors = {};
};

export const openViews = (workspace: Workspace): View[] => [
  ...Array.from(workspace.stacks.values()).flat(),
  ...workspace.homes.values(),
];

type NewView = { readonly personId: string; readonly given: Fields; readonly below?: View };

export const createView = (workspace: Workspace, { personId, given, below }: NewView): View => {
  const externalId = stringOf(given['external_id']);
  const isTaken = openViews(workspace).some((view) => view.externalId === externalId);
  if (externalId !== '' && isTaken) refuse('duplicate_external_id');
  const id = workspace.newId('V');
  const view: View = {
    id,
    type: given['type'] === 'home' ? 'home' : 'modal',
    personId,
    rootViewId: below?.rootViewId ?? id,
    ...(below === undefined ? {} : { previousViewId: below.id }),
    callbackId: '',
    externalId: '',
    privateMetadata: '',
    clearOnClose: false,
    notifyOnClose: false,
    blocks: [],
    hash: '',
    typed: {},
    errors: {},
  };
  assignParts(workspace, view, given);
  return view;
};

/** Puts new content into an open view; typed values stay where block and action id stay. */
export const replaceView = (workspace: Workspace, view: View, given: Fields): void => {
  assignParts(workspace, view, given);
  const places = stateOf(view.blocks, {});
  const kept: Typed = {};
  for (const [blockId, actions] of Object.entries(view.typed)) {
    for (const [actionId, value] of Object.entries(actions)) {
      if (places[blockId]?.[actionId]?.['type'] !== value['type']) continue;
      kept[blockId] = { ...kept[blockId], [actionId]: value };
    }
  }
  view.typed = kept;
  workspace.changed();
};

const stackLimit = 3;

export const pushView = (workspace: Workspace, personId: string, given: Fields): View => {
  const stack = workspace.stackOf(personId);
  const below = stack.at(-1);
  if (stack.length >= stackLimit) refuse('push_limit_reached');
  const view = createView(workspace, {
    personId,
    given,
    ...(below === undefined ? {} : { below }),
  });
  stack.push(view);
  workspace.changed();
  return view;
};

export const viewWire = (workspace: Workspace, view: View): Fields => ({
  id: view.id,
  team_id: workspace.grid?.firstTeam ?? workspace.team.id,
  type: view.type,
  blocks: view.blocks,
  private_metadata: view.privateMetadata,
  callback_id: view.callbackId,
  external_id: view.externalId,
  state: { values: stateOf(view.blocks, view.typed) },
  hash: view.hash,
  title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
  submit: view.submit ?? null,
  close: view.close ?? null,
  clear_on_close: view.clearOnClose,
  notify_on_close: view.notifyOnClose,
  previous_view_id: optionalString(view.previousViewId) ?? null,
  root_view_id: view.rootViewId,
  app_id: BOT.app,
  app_installed_team_id: workspace.team.id,
  bot_id: BOT.id,
});
