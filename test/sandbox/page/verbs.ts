import type { SimulatedSlack } from '../slack/index.ts';
import { fieldsOf, optionalString, stringOf, type Fields } from '../slack/json.ts';
import type { TypedValue } from '../slack/person/typing.ts';
import type { Ephemeral, Message } from '../slack/types.ts';
import type { Where } from '../slack/person/holder.ts';
import type { PersonDriver } from '../slack/person/index.ts';
import { messageText } from '../slack/typed-text.ts';

type Act = { readonly slack: SimulatedSlack; readonly person: PersonDriver; readonly body: Fields };
type Verb = (act: Act) => unknown;

const findMessage = ({ slack, person, body }: Act): Message | Ephemeral => {
  const [channel, ts] = [stringOf(body['channel']), stringOf(body['ts'])];
  const found =
    slack.workspace.findMessage(channel, ts) ??
    person.ephemerals().find((entry) => entry.channel === channel && entry.ts === ts);
  if (found === undefined) throw new Error('this message is not there any more');
  return found;
};

/** A modal may have been replaced between the click and its arrival here. */
const needTop = ({ person, body }: Act): void => {
  if (person.modal()?.id !== body['view']) throw new Error('this modal is not open any more');
};

const typedValue = (value: unknown): TypedValue | undefined => {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  return Array.isArray(value) ? value.map(String) : undefined;
};

const fieldOf = ({ body }: Act): [blockId: string, value: TypedValue, actionId: string] => [
  stringOf(body['block']),
  typedValue(body['value']) ?? null,
  stringOf(body['action']),
];

/** The target: the top modal, the home, a message. */
const whereOf = (act: Act): Where => {
  const where = act.body['where'];
  if (where === 'modal') needTop(act);
  return where === 'modal' || where === 'home' ? where : findMessage(act);
};

const presses = (act: Act): unknown => {
  const { body, person } = act;
  const value = typedValue(body['value']);
  return person.presses(whereOf(act), stringOf(body['action']), {
    blockId: stringOf(body['block']),
    ...(value === undefined ? {} : { value }),
  });
};

/** What a page can request; each is an action of a person. */
const verbs: Readonly<Record<string, Verb>> = {
  runs: ({ person, body }) =>
    person.runs(stringOf(body['line']), { channel: stringOf(body['channel']) }),
  writes: ({ slack, person, body }) => {
    const threadTs = optionalString(body['thread_ts']);
    const where = { channel: stringOf(body['channel']), ...(threadTs ? { threadTs } : {}) };
    return person.writes(messageText(slack.workspace, stringOf(body['text'])), where);
  },
  presses,
  types: (act) => act.person.typesInto(whereOf(act), ...fieldOf(act)),
  attaches: (act) => {
    const [blockId] = fieldOf(act);
    const { name, content } = act.body;
    const file = { name: stringOf(name), content: stringOf(content) };
    act.person.attaches(whereOf(act), blockId, file);
  },
  searches: (act) => {
    const [blockId, , actionId] = fieldOf(act);
    return act.person.searchesIn(whereOf(act), blockId, stringOf(act.body['text']), actionId);
  },
  submits: (act) => {
    needTop(act);
    return act.person.submits();
  },
  closes: (act) => {
    needTop(act);
    return act.person.closes({ all: act.body['all'] === true });
  },
  opens_home: ({ person, body }) =>
    person.opensHome(body['tab'] === 'messages' ? 'messages' : 'home'),
  uses_shortcut: ({ person, body }) => person.usesShortcut(stringOf(body['callback_id'])),
  uses_message_shortcut: (act) => {
    const message = findMessage(act);
    if ('from' in message) throw new Error('an answer that only you see has no shortcuts');
    return act.person.usesMessageShortcut(stringOf(act.body['callback_id']), message);
  },
};

/** Does what a person does. Rejects with the reason when Slack's client would not let them. */
export const perform = async (slack: SimulatedSlack, given: unknown): Promise<unknown> => {
  const body = fieldsOf(given);
  const verb = verbs[stringOf(body['verb'])];
  if (verb === undefined) throw new Error(`nobody can do "${stringOf(body['verb'])}"`);
  const person = slack.person(stringOf(body['as']));
  return (await verb({ slack, person, body })) ?? {};
};
