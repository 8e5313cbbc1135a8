import { optionalString, stringOf, type Fields } from '../json.ts';
import { refuse } from '../refusal.ts';
import type { Trigger, View } from '../types.ts';
import { createView, openViews, pushView, readView, replaceView, viewWire } from '../views.ts';
import { needScope, requiredArg, type Call, type Method } from './call.ts';

const triggerMs = 3000;

/** Spent only if the view is valid, since Slack checks the arguments first. */
const readTrigger = ({ workspace, args }: Call): Trigger => {
  const id =
    optionalString(args['trigger_id']) ?? optionalString(args['interactivity_pointer']) ?? '';
  if (id === '') requiredArg(args, 'trigger_id');
  const trigger = workspace.triggers.get(id) ?? refuse('invalid_trigger_id');
  if (trigger.used) refuse('exchanged_trigger_id');
  if (workspace.now() - trigger.atMs > triggerMs) refuse('expired_trigger_id');
  return trigger;
};

/** A field for files needs an app that may read them. */
const readGiven = ({ workspace, args }: Call, types: readonly ('modal' | 'home')[]): Fields => {
  const given = readView(args['view'], types);
  if (JSON.stringify(given).includes('"file_input"')) needScope(workspace, ['files:read']);
  return given;
};

const open = (call: Call): Fields => {
  const { workspace } = call;
  const given = readGiven(call, ['modal']);
  const trigger = readTrigger(call);
  const view = createView(workspace, { personId: trigger.personId, given });
  trigger.used = true;
  workspace.stacks.set(trigger.personId, [view]);
  workspace.changed();
  return { view: viewWire(workspace, view) };
};

const push = (call: Call): Fields => {
  const { workspace } = call;
  const given = readGiven(call, ['modal']);
  const trigger = readTrigger(call);
  const view = pushView(workspace, trigger.personId, given);
  trigger.used = true;
  return { view: viewWire(workspace, view) };
};

const wanted = ({ workspace, args }: Call): View => {
  const [id, externalId] = [stringOf(args['view_id']), stringOf(args['external_id'])];
  if (id === '' && externalId === '') requiredArg(args, 'view_id');
  const found = openViews(workspace).find((view) =>
    id === '' ? view.externalId === externalId : view.id === id,
  );
  return found ?? refuse('not_found');
};

const update = (call: Call): Fields => {
  const { workspace, args } = call;
  const given = readGiven(call, ['modal', 'home']);
  const view = wanted(call);
  const hash = optionalString(args['hash']);
  if (hash !== undefined && hash !== view.hash) refuse('hash_conflict');
  if (given['type'] !== view.type) refuse('invalid_arguments');
  replaceView(workspace, view, given);
  return { view: viewWire(workspace, view) };
};

const publish = (call: Call): Fields => {
  const { workspace, args } = call;
  if (!workspace.manifest.hasHomeTab) refuse('not_enabled');
  const personId = requiredArg(args, 'user_id');
  if (!workspace.people.has(personId)) refuse('invalid_arguments');
  const given = readView(args['view'], ['home']);
  const shown = workspace.homes.get(personId);
  const hash = optionalString(args['hash']);
  if (hash !== undefined && shown !== undefined && hash !== shown.hash) refuse('hash_conflict');
  if (shown === undefined) {
    workspace.homes.set(personId, createView(workspace, { personId, given }));
    workspace.changed();
  } else replaceView(workspace, shown, given);
  const view = workspace.homes.get(personId) ?? refuse('fatal_error');
  return { view: viewWire(workspace, view) };
};

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': { tier: 4, run: open },
  'views.push': { tier: 4, run: push },
  'views.update': { tier: 4, run: update },
  'views.publish': { tier: 4, run: publish },
};
