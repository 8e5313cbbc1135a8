import { viewProblems, describeProblem, inputBlockIds } from '../blocks/validate.ts';
import { fieldsOf, isFields, stringOf, type Fields } from '../json.ts';
import { SlackRefusal } from '../refusal.ts';
import type { View } from '../types.ts';
import { pushView, replaceView, stateOf, viewWire } from '../views.ts';
import { isEmptyState } from '../view-state.ts';
import { acked } from './commands.ts';
import { interactionHead, needInteractivity, newTrigger, type Acked, type Desk } from './desk.ts';
import { seen, type SeenView } from './modal.ts';
import { clientError } from './typing.ts';

export type Submitted =
  | { readonly errors: Readonly<Record<string, string>>; readonly timedOut?: true }
  | { readonly closed: true }
  | { readonly updated: SeenView }
  | { readonly pushed: SeenView };

const connectionError = 'We had some trouble connecting. Try again?';

/** Errors that Slack itself finds before the bot gets the submission. */
const ownErrors = (view: View): Record<string, string> => {
  const state = stateOf(view.blocks, view.typed);
  const errors: Record<string, string> = {};
  for (const block of view.blocks) {
    if (block['type'] !== 'input') continue;
    const element = fieldsOf(block['element']);
    const blockId = stringOf(block['block_id']);
    const value = state[blockId]?.[stringOf(element['action_id'])];
    const isMissing = isEmptyState(element, value);
    if (isMissing && block['optional'] !== true)
      errors[blockId] = 'Please complete this required field.';
    const error = value === undefined ? undefined : clientError(element, value);
    if (error !== undefined) errors[blockId] = error;
  }
  return errors;
};

export const createSubmission = (desk: Desk, top: () => View) => {
  const { workspace, person, delivery } = desk;

  const trouble = (view: View, fault: string, detail?: Fields): Submitted => {
    workspace.fault(fault, detail);
    view.errors = { '': connectionError };
    workspace.changed();
    return { errors: view.errors };
  };

  const remove = (view: View): void => {
    const stack = workspace.stackOf(person.id);
    workspace.stacks.set(
      person.id,
      stack.filter((entry) => entry !== view),
    );
    workspace.changed();
  };

  const showErrors = (view: View, errors: unknown): Submitted => {
    const given = isFields(errors) ? errors : {};
    const inputs = new Set(inputBlockIds({ blocks: view.blocks }));
    const entries = Object.entries(given).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    const shown = Object.fromEntries(entries.filter(([blockId]) => inputs.has(blockId)));
    const lost = Object.keys(given).filter((blockId) => !(blockId in shown));
    if (entries.length === 0 || lost.length > 0) {
      workspace.fault('errors that Slack would not show: keys must be ids of input blocks', {
        lost,
      });
    }
    view.errors = shown;
    workspace.changed();
    return { errors: { ...shown } };
  };

  const showView = (view: View, action: 'update' | 'push', given: unknown): Submitted => {
    const problems = viewProblems(given, ['modal']);
    if (problems.length > 0) {
      return trouble(view, `response_action ${action} with a bad view`, {
        problems: problems.map(describeProblem),
      });
    }
    try {
      if (action === 'push')
        return { pushed: seen(pushView(workspace, person.id, fieldsOf(given))) };
      replaceView(workspace, view, fieldsOf(given));
      return { updated: seen(view) };
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      return trouble(view, `response_action ${action}: ${error.code}`);
    }
  };

  const obey = (view: View, payload: unknown): Submitted => {
    const answer = fieldsOf(payload);
    const action = answer['response_action'];
    switch (action) {
      case undefined: {
        if (Object.keys(answer).length > 0)
          return trouble(view, 'ack of a submission that Slack does not know', answer);
        remove(view);
        return { closed: true };
      }
      case 'clear': {
        workspace.stacks.set(person.id, []);
        workspace.changed();
        return { closed: true };
      }
      case 'errors':
        return showErrors(view, answer['errors']);
      case 'update':
      case 'push':
        return showView(view, action, answer['view']);
      default:
        return trouble(view, 'unknown response_action', answer);
    }
  };

  const submits = async (): Promise<Submitted> => {
    needInteractivity(desk);
    const view = top();
    if (view.submit === undefined) throw new Error('the modal has no submit button');
    view.errors = ownErrors(view);
    workspace.changed();
    if (Object.keys(view.errors).length > 0) return { errors: { ...view.errors } };
    const delivered = await delivery.interaction('interactive', {
      type: 'view_submission',
      ...interactionHead(desk),
      trigger_id: newTrigger(desk),
      view: viewWire(workspace, view),
      response_urls: [],
    });
    if (delivered.kind === 'acked') return obey(view, delivered.payload);
    // Nothing typed is lost: the modal stays as it is, with a line on top.
    view.errors = { '': connectionError };
    workspace.changed();
    return { errors: { ...view.errors }, timedOut: true };
  };

  /** The cross or the close button; `all` is what the menu's "close all" does. */
  const closes = async ({ all = false }: { readonly all?: boolean } = {}): Promise<
    Acked | undefined
  > => {
    const view = top();
    const isCleared = all || view.clearOnClose;
    const wire = viewWire(workspace, view);
    if (isCleared) workspace.stacks.set(person.id, []);
    else remove(view);
    workspace.changed();
    if (!view.notifyOnClose) return undefined;
    return acked(
      await delivery.interaction('interactive', {
        type: 'view_closed',
        ...interactionHead(desk),
        view: wire,
        is_cleared: isCleared,
      }),
    );
  };

  return { submits, closes };
};
