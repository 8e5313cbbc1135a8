import { elementsOf } from '../blocks/blocks.ts';
import { optionGroup, option } from '../blocks/composition.ts';
import { unescaped } from '../blocks/escape.ts';
import { LIMITS } from '../blocks/limits.ts';
import { list } from '../blocks/shape.ts';
import { characters, copyOf, fieldsOf, listOf, stringOf, type Fields } from '../json.ts';
import { fileWire } from '../methods/files.ts';
import type { Typed, View } from '../types.ts';
import { stateOf } from '../views.ts';
import { valueKeyOf } from '../view-state.ts';
import { acked } from './commands.ts';
import { interactionHead, type Acked, type Desk } from './desk.ts';
import { holderOf, type Holder, type Where } from './holder.ts';
import { actOn, keepTyped, type Place } from './presses.ts';
import { typedState, type TypedValue } from './typing.ts';

/** A modal or a home as the person in front of it sees it. */
export type SeenView = {
  readonly id: string;
  readonly callback_id: string;
  readonly title: string;
  readonly submit: string | undefined;
  readonly close: string | undefined;
  readonly blocks: readonly Fields[];
  readonly state: Typed;
  readonly errors: Readonly<Record<string, string>>;
  readonly hash: string;
  readonly private_metadata: string;
};

const textOf = (value: Fields | undefined): string | undefined =>
  value === undefined ? undefined : unescaped(stringOf(value['text']));

export const seen = (view: View): SeenView =>
  copyOf({
    id: view.id,
    callback_id: view.callbackId,
    title: textOf(view.title) ?? '',
    submit: textOf(view.submit),
    close: textOf(view.close),
    blocks: view.blocks,
    state: stateOf(view.blocks, view.typed),
    errors: view.errors,
    hash: view.hash,
    private_metadata: view.privateMetadata,
  });

/** A file of a person's own machine. */
export type BroughtFile = { readonly name: string; readonly content: string | Uint8Array };

const defaultMinQueryLength = 3;

const findField = (holder: Holder, blockId: string, actionId?: string): Place => {
  const block =
    holder.blocks.find((entry) => entry['block_id'] === blockId) ??
    // A mark after a blank in the id identifies the current list.
    holder.blocks.find((entry) => stringOf(entry['block_id']).startsWith(`${blockId} `));
  if (block === undefined) {
    const there = holder.blocks.map((entry) => stringOf(entry['block_id'])).join(', ');
    throw new Error(`there is no block ${blockId}; there is: ${there}`);
  }
  const elements = elementsOf(block).filter((entry) =>
    actionId === undefined ? valueKeyOf(entry) !== undefined : entry['action_id'] === actionId,
  );
  const [element] = elements;
  if (element === undefined) throw new Error(`block ${blockId} has nothing to type into`);
  if (elements.length > 1)
    throw new Error(`block ${blockId} has several fields: give an action id`);
  return { block, element };
};

const keyOf = ({ key }: Holder, { block, element }: Place): string =>
  [key, block['block_id'], element['action_id']].join(' ');

const isDispatched = ({ block }: Place): boolean =>
  block['type'] !== 'input' || block['dispatch_action'] === true;

export const createModal = (desk: Desk) => {
  const { workspace, person, delivery, until } = desk;
  /** What external selects have offered lately, by view, block and action. */
  const offered = new Map<string, Fields[]>();
  /** What was answered to each text, by the same: Slack's clients show it again while the block keeps its id. */
  const answered = new Map<string, Fields[]>();

  const top = (): View => {
    const view = workspace.stackOf(person.id).at(-1);
    if (view === undefined) throw new Error(`${person.id} has no modal open`);
    return view;
  };

  const modal = (): SeenView | undefined => {
    const view = workspace.stackOf(person.id).at(-1);
    return view === undefined ? undefined : seen(view);
  };

  /** Options found by a search; those that were chosen before stay choosable. */
  const offeredIn = (holder: Holder, place: Place): Fields[] => {
    const { block, element } = place;
    const held = stateOf(holder.blocks, holder.typed)[stringOf(block['block_id'])];
    const chosen = held?.[stringOf(element['action_id'])]?.['selected_options'];
    return [...(offered.get(keyOf(holder, place)) ?? []), ...listOf(chosen)];
  };

  /** Sets any field. Resolves with the bot's acknowledgement if the field dispatches, otherwise at once. */
  const typesInto = async (
    where: Where,
    blockId: string,
    value: TypedValue,
    actionId?: string,
  ): Promise<Acked | undefined> => {
    const holder = holderOf(desk, where);
    const place = findField(holder, blockId, actionId);
    const state = typedState(workspace, place.element, value, offeredIn(holder, place));
    keepTyped(holder, place, state);
    workspace.changed();
    return isDispatched(place) ? actOn(desk, holder, place, state) : undefined;
  };

  /** Attaches a file to a field. */
  const attaches = (where: Where, blockId: string, { name, content }: BroughtFile): void => {
    const holder = holderOf(desk, where);
    const place = findField(holder, blockId);
    const kinds = place.element['filetypes'];
    const end = name.split('.').at(-1)?.toLowerCase();
    if (place.element['type'] !== 'file_input') throw new Error(`${blockId} takes no file`);
    if (Array.isArray(kinds) && !kinds.includes(end))
      throw new Error(`a person could not do that: only ${kinds.join(', ')} files`);
    const bytes = Buffer.from(content);
    const file = { id: workspace.newId('F'), name, length: bytes.length, content: bytes };
    workspace.files.set(file.id, file);
    const files = [fileWire(desk, file, { user: person.id })];
    keepTyped(holder, place, { type: 'file_input', files });
    workspace.changed();
  };

  /** Sets a field of the modal. */
  const types = (
    blockId: string,
    value: TypedValue,
    actionId?: string,
  ): Promise<Acked | undefined> => typesInto('modal', blockId, value, actionId);

  const readOptions = (payload: unknown): Fields[] => {
    const answer = fieldsOf(payload);
    const problems: string[] = [];
    const report = (pointer: string, message: string): void =>
      void problems.push(`${message} ${pointer}`);
    const groups = answer['option_groups'];
    if (groups === undefined)
      list(option, LIMITS['suggestions.options'])(answer['options'], '/options', report);
    else list(optionGroup, LIMITS['select.option_groups'])(groups, '/option_groups', report);
    const options = [
      ...listOf(answer['options']),
      ...listOf(groups).flatMap((group) => listOf(group['options'])),
    ];
    if (options.length > LIMITS['suggestions.options'].max) problems.push('more than 100 options');
    if (problems.length === 0) return options;
    // Slack then shows an empty list and tells nobody.
    workspace.fault('options that Slack would not show', { problems });
    return [];
  };

  /** Types into an external select anywhere; resolves with the options that it offers then. */
  const searchesIn = async (
    where: Where,
    blockId: string,
    text: string,
    actionId?: string,
  ): Promise<Fields[]> => {
    const holder = holderOf(desk, where);
    const place = findField(holder, blockId, actionId);
    const { element } = place;
    if (!stringOf(element['type']).endsWith('external_select')) {
      throw new Error(`block ${blockId} does not search`);
    }
    const minLength = Number(element['min_query_length'] ?? defaultMinQueryLength);
    if (characters(text) < minLength) return [];
    const asked = `${keyOf(holder, place)} ${text}`;
    const before = answered.get(asked);
    if (before !== undefined) {
      offered.set(keyOf(holder, place), before);
      return before;
    }
    const delivered = await delivery.interaction('interactive', {
      type: 'block_suggestion',
      ...interactionHead(desk),
      ...holder.about(),
      action_id: element['action_id'],
      block_id: blockId,
      value: text,
    });
    if (acked(delivered).timedOut === true || delivered.kind !== 'acked') return [];
    const options = readOptions(delivered.payload);
    offered.set(keyOf(holder, place), options);
    answered.set(asked, options);
    return options;
  };

  /** Searches in a field of the modal. */
  const searches = (blockId: string, text: string, actionId?: string): Promise<Fields[]> =>
    searchesIn('modal', blockId, text, actionId);

  const home = (): SeenView | undefined => {
    const view = workspace.homes.get(person.id);
    return view === undefined ? undefined : seen(view);
  };

  const untilModal = (wanted: string | ((modal: SeenView) => boolean)): Promise<SeenView> =>
    until(
      () => {
        const shown = modal();
        if (shown === undefined) return undefined;
        const fits = typeof wanted === 'string' ? shown.callback_id === wanted : wanted(shown);
        return fits ? shown : undefined;
      },
      typeof wanted === 'string'
        ? `modal ${wanted} in front of ${person.id}`
        : `a modal in front of ${person.id}`,
    );

  return {
    modal,
    home,
    untilModal,
    types,
    picks: types,
    searches,
    attaches,
    typesInto,
    searchesIn,
    offeredIn,
    top,
  };
};
