import { CHANNELS, PROJECT } from '#sandbox/cast.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import type { SimulatedSlack } from '#sandbox/slack/index.ts';
import type { SeenMessage } from '#sandbox/slack/types.ts';
import { messageText, modalText } from '#sandbox/story-text.ts';
import { type Card, untilCard } from './card.ts';

type Driver = ReturnType<SimulatedSlack['person']>;
type Typed = Parameters<Driver['types']>[1];
export type Submitted = Awaited<ReturnType<Driver['submits']>>;

/** What somebody types into the form, by the name of the field. */
export type Filled = Readonly<Record<string, Typed>>;

/** A person: what they do in Slack. */
export const createPerson = (slack: SimulatedSlack, id: string) => {
  // Read each time, since somebody may become a guest meanwhile.
  const driver = (): Driver => slack.person(id);

  const types = async (line: string): Promise<string> => {
    const ran = await driver().runs(line, { channel: CHANNELS.ops.id });
    // What Slack itself shows when the bot does not answer.
    if ('error' in ran) return `${line} failed with the error "${ran.error}"`;
    return ran.response ? messageText(ran.response) : '';
  };

  /** Types the command and waits for the form of this task. */
  const opensForm = async (word: string) => {
    await types(`/relay modify ${PROJECT.name} ${word}`);
    return driver().untilModal('modify_form');
  };

  const fills = async (fields: Filled): Promise<void> => {
    for (const [field, value] of Object.entries(fields)) await driver().types(field, value);
  };

  /** Submits the form; resolves with the id of the request. */
  const submits = async (): Promise<string> => {
    const result = await driver().submits();
    if (!('updated' in result)) throw new Error(`not submitted: ${JSON.stringify(result)}`);
    const text = modalText(result.updated);
    const request = /R-\d+/.exec(text)?.[0];
    if (request === undefined) throw new Error(`not submitted: ${text}`);
    await driver().closes();
    return request;
  };

  const asksFor = async (
    task: WireTask,
    fields: Filled,
    reason = 'The programme has changed',
  ): Promise<Card> => {
    await opensForm(task.task_id);
    await fills({ ...fields, reason });
    return untilCard(slack, await submits());
  };

  /** Presses Review… and reads what comes. */
  const reviews = async (card: Card | SeenMessage): Promise<string> => {
    await driver().presses('request' in card ? card.now() : card, 'review');
    return modalText(await driver().untilModal(({ callback_id: view }) => view !== 'loading'));
  };

  /** Decides in the open review; resolves with the view that follows. */
  const decides = async (decision: 'approve' | 'reject', note = ''): Promise<string> => {
    await driver().types('decision', decision);
    if (note !== '') await driver().types('note', note);
    const result = await driver().submits();
    if ('errors' in result) return JSON.stringify(result.errors);
    await driver().closes();
    return 'updated' in result ? modalText(result.updated) : '';
  };

  /**
   * Asks what the form would do, and returns what it then says. A preview waits for checks of sources only so long;
   * asking again shows the rest.
   */
  const previewsSources = async (): Promise<string> => {
    const before = driver().modal()?.hash;
    await driver().presses('modal', 'what_would_it_do');
    const view = await driver().untilModal(
      (modal) => modal.hash !== before && modalText(modal).includes('Sources'),
    );
    const said = modalText(view);
    return said.includes('not checked yet') ? previewsSources() : said;
  };

  /** Presses a button that opens something, and reads what comes. */
  const presses = async (card: Card, button: string): Promise<string> => {
    await driver().presses(card.now(), button);
    return modalText(await driver().untilModal(({ callback_id: view }) => view !== 'loading'));
  };

  /** Fills in the open review of a break-glass and submits it. */
  const closesReview = async (note: string): Promise<string> => {
    await driver().types('note', note);
    const result = await driver().submits();
    await driver().closes();
    return 'updated' in result ? modalText(result.updated) : JSON.stringify(result);
  };

  return {
    id,
    types,
    opensForm,
    fills,
    submits,
    asksFor,
    reviews,
    decides,
    approves: async (card: Card, note = ''): Promise<string> => {
      await reviews(card);
      return decides('approve', note);
    },
    /** Signs off a change that was run without approval. */
    looksAt: async (card: Card, note: string): Promise<string> => {
      await presses(card, 'close_review');
      return closesReview(note);
    },
    presses,
    closesReview,
    rejects: async (card: Card, note: string): Promise<string> => {
      await reviews(card);
      return decides('reject', note);
    },
    withdraws: async (card: Card | SeenMessage): Promise<void> => {
      await driver().presses('request' in card ? card.now() : card, 'withdraw');
    },
    /** Submits the modal as it is, and returns what Slack does with the answer. */
    triesToSubmit: (): Promise<Submitted> => driver().submits(),
    searches: (field: string, text: string) => driver().searches(field, text),
    chooses: (field: string, value: string) => driver().types(field, value),
    /** Chooses an option and waits until the modal is updated. */
    choosesProject: async (name: string): Promise<void> => {
      const before = driver().modal()?.hash;
      await driver().types('project', name);
      await driver().untilModal(({ hash }) => hash !== before);
    },
    previewsSources,
    pressesInForm: (action: string) => driver().presses('modal', action),
    /** The modal that this person sees, if any. */
    sees: (): string => {
      const modal = driver().modal();
      return modal ? modalText(modal) : '';
    },
    /** Attaches a file to the form. */
    attaches: (name: string, content: string | Uint8Array): void => {
      driver().attaches('modal', 'source_file', { name, content });
    },
    form: () => driver().modal(),
    untilSees: async (...words: readonly string[]): Promise<string> => {
      const view = await driver().untilModal((modal) =>
        words.every((word) => modalText(modal).includes(word)),
      );
      return modalText(view);
    },
    /** Waits for a message that only this person sees. */
    isTold: (...words: readonly string[]): Promise<string> =>
      slack.until(
        () =>
          driver()
            .ephemerals()
            .map(messageText)
            .find((text) => words.every((word) => text.includes(word))),
        `"${words.join('", "')}" for the eyes of ${id}`,
      ),
    leaves: async (): Promise<void> => {
      while (driver().modal()) await driver().closes({ all: true });
    },
  };
};
