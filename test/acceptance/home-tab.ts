import type { SimulatedSlack } from '#sandbox/slack/index.ts';
import { modalText } from '#sandbox/story-text.ts';

type Driver = ReturnType<SimulatedSlack['person']>;
type Home = NonNullable<ReturnType<Driver['home']>>;
type Elements = readonly Readonly<Record<string, unknown>>[];

/** The Home tab of one person, as they see it and press it. */
export const createHomeTab = (slack: SimulatedSlack, id: string) => {
  const driver = (): Driver => slack.person(id);
  const text = (): string => {
    const view = driver().home();
    return view ? modalText({ ...view, title: '' }) : '';
  };

  const says = (...words: readonly string[]): Promise<string> =>
    slack.until(
      () => words.every((word) => text().includes(word)) && text(),
      `the Home of ${id} to say "${words.join('", "')}"`,
    );

  const presses = (action: string, options: { blockId?: string; value?: string } = {}) =>
    driver().presses('home', action, options);

  return {
    says,
    text,
    opens: async (...words: readonly string[]): Promise<string> => {
      await driver().opensHome();
      return says(...words);
    },
    presses,
    /** The button of one request. */
    pressesFor: async (request: string, action: string): Promise<void> => {
      const view = driver().home();
      await presses(action, { blockId: blockOf(view, request, action) });
    },
    searches: (words: string) => presses('home_search', { value: words }),
    /** How often it was published so far. */
    publishes: (): number =>
      slack
        .calls()
        .filter(({ method, args }) => method === 'views.publish' && args['user_id'] === id).length,
  };
};

const blockOf = (view: Home | undefined, request: string, action: string): string => {
  const block = view?.blocks.find((candidate) => {
    const own = (candidate['elements'] ?? [candidate['accessory']]) as Elements;
    return own.some(
      (element) =>
        element?.['action_id'] === action && String(element['value']).startsWith(`${request} `),
    );
  });
  if (block === undefined) throw new Error(`there is no ${action} for ${request} in the Home`);
  return String(block['block_id']);
};
