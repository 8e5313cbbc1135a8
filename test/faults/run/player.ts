import { setTimeout as sleep } from 'node:timers/promises';
import { CHANNELS, PROJECT } from '#sandbox/cast.ts';
import type { SimulatedSlack } from '#sandbox/slack/index.ts';
import type { Message } from '#sandbox/slack/types.ts';
import { messageText, modalText } from '#sandbox/story-text.ts';
import type { Stage } from './stage.ts';

type Driver = ReturnType<SimulatedSlack['person']>;
export type Player = ReturnType<typeof createPlayer>;

export interface Wish {
  readonly taskId: string;
  readonly fields: Readonly<Record<string, string | number>>;
  readonly reason: string;
}

/** Forms with a reason. */
const FORMS = ['modify_form', 'batch_form'];
/** After this long without anything to see, a person gives up (own limit, in milliseconds). */
const PATIENCE_MS = 25_000;
/** A modal that a killed replica left at "loading" stays, and says what to do. */
const LOADING_PATIENCE_MS = 6_000;

/**
 * One person, who records in the ledger whatever they are told. Every action ends when there is something to see and
 * returns it; undefined: Slack reported a failure.
 */
export const createPlayer = (stage: Stage, id: string) => {
  const { slack, ledger } = stage;
  const { workspace } = slack;
  const driver = (): Driver => slack.person(id);
  const top = () => workspace.stackOf(id).at(-1);
  const mark = (): number => workspace.ephemerals.length;
  /** What only this person sees, from a mark on. */
  const whispers = (from: number) =>
    workspace.ephemerals.slice(from).filter(({ user }) => user === id);

  const leaves = async (): Promise<void> => {
    while (top()) await driver().closes({ all: true });
  };

  /** Waits for an answer after a delivered click. */
  const hears = async (what: string, before: number, isSeen: () => boolean): Promise<string> => {
    const isLoading = (): boolean => top()?.callbackId === 'loading';
    const look = (): boolean => isSeen() || whispers(before).length > 0;
    const first = (): boolean => look() || isLoading();
    const wait = (until: () => boolean, timeoutMs: number): Promise<boolean> =>
      slack.until(until, what, { timeoutMs }).then(
        () => true,
        () => false,
      );
    if (!(await wait(first, PATIENCE_MS))) ledger.silent.push(`${id}: ${what}`);
    else if (!look() && !(await wait(look, LOADING_PATIENCE_MS))) ledger.leftLoading();
    return whispers(before).map(messageText).join('\n');
  };

  /** The text of a modal that has finished loading. */
  const modalNow = (): string => {
    const modal = driver().modal();
    return modal && modal.callback_id !== 'loading' ? modalText(modal) : '';
  };
  const isModalReady = (): boolean => {
    const view = top();
    return view !== undefined && view.callbackId !== 'loading';
  };

  const presses = async (
    message: Message,
    action: string,
    isSeen: () => boolean,
  ): Promise<string> => {
    ledger.clicked();
    const before = mark();
    const pressed = await driver().presses(message, action);
    if (pressed.timedOut === true) {
      ledger.slackError();
      return 'Slack: it failed';
    }
    const told = await hears(`${action} on a card`, before, isSeen);
    return note([told, modalNow()].join('\n'));
  };

  const note = (text: string): string => {
    const submitted = /(R-\d+) is submitted/.exec(text)?.[1];
    if (submitted) ledger.submitted.add(submitted);
    const approved = /You approved (R-\d+)/.exec(text)?.[1];
    if (approved) ledger.approved.add(approved);
    if (/Something went wrong\.|This may not have been saved/.test(text)) {
      ledger.askedAgain();
    }
    return text;
  };

  /** Presses the button of the modal; resolves with the words that come. */
  const submits = async (): Promise<string> => {
    ledger.clicked();
    const result = await driver().submits();
    if ('errors' in result) {
      if (result.timedOut) ledger.slackError();
      return note(Object.values(result.errors).join('\n'));
    }
    if ('closed' in result) ledger.silent.push(`${id}: a submission only closed the modal`);
    return note('updated' in result ? modalText(result.updated) : '');
  };

  const fills = async ({ fields, reason }: Pick<Wish, 'fields' | 'reason'>): Promise<void> => {
    for (const [field, value] of Object.entries(fields)) await driver().types(field, value);
    await driver().types('reason', reason);
  };

  return {
    id,
    /** Slack has commands for people of the workspace only. */
    mayType: workspace.people.get(id)?.team_id === workspace.team.id,
    leaves,
    submits,
    /** Any other command; resolves with its answer. */
    types: async (line: string): Promise<string> => {
      ledger.clicked();
      const before = mark();
      const ran = await driver().runs(`/relay ${line}`, { channel: CHANNELS.ops.id });
      if (ran.timedOut === true) {
        ledger.slackError();
        return 'Slack: it failed';
      }
      if (ran.response) return messageText(ran.response);
      const told = await hears(`/relay ${line}`, before, isModalReady);
      return [told, modalNow()].join('\n');
    },
    /** Opens the form and fills it in; false when it did not come. */
    opensForm: async (wish: Wish): Promise<boolean> => {
      await leaves();
      ledger.clicked();
      const before = mark();
      const line = `/relay modify ${PROJECT.name} ${wish.taskId}`;
      const ran = await driver().runs(line, { channel: CHANNELS.ops.id });
      if (ran.timedOut === true) ledger.slackError();
      else await hears(line, before, isModalReady);
      if (top()?.callbackId !== 'modify_form') return false;
      await fills(wish);
      return true;
    },
    /** Fills in the form that is open, of an edit, a revert or a batch. */
    fills: async (wish: Pick<Wish, 'fields' | 'reason'>): Promise<boolean> => {
      if (!FORMS.includes(top()?.callbackId ?? '')) return false;
      await fills(wish);
      return true;
    },
    /** A double click. */
    submitsTwice: async (): Promise<string> => {
      const texts = await Promise.all([submits(), submits()]);
      return texts.join('\n');
    },
    opens: async (message: Message, action: 'review' | 'edit' | 'revert'): Promise<string> => {
      await leaves();
      return presses(message, action, isModalReady);
    },
    does: async (
      message: Message,
      action: 'withdraw' | 'retry' | 'go_on' | 'stop_rest',
    ): Promise<string> => {
      const { text } = message;
      return presses(
        message,
        action,
        () => slack.workspace.findMessage(message.channel, message.ts)?.text !== text,
      );
    },
    decides: async (decision: 'approve' | 'reject' | 'rebase'): Promise<string> => {
      const view = top();
      if (view?.callbackId !== 'review' || view.submit === undefined) return modalNow();
      const choices = JSON.stringify(view.blocks);
      await driver().types('decision', choices.includes(`"${decision}"`) ? decision : 'reject');
      if (decision !== 'approve') await driver().types('note', 'Not like this');
      const text = await submits();
      await sleep(0);
      return text;
    },
  };
};
