import { expect, test } from 'vitest';
import { story } from './desk.ts';
import { opensAgain } from './life.ts';

const MEDIA = 'https://media.example.com';
const FILES = ['zero', 'one', 'two'].map((name) => `${MEDIA}/${name}.mp4`);

story('The start file', (at) => {
  /** The options and the chosen one, as shown. */
  const startFile = () => {
    const blocks = at().operator.form()?.blocks ?? [];
    const block = blocks.find(({ block_id: id }) =>
      String(id).startsWith('vod_start_video_index'),
    ) as
      | {
          block_id: string;
          element: {
            type: string;
            options?: { text: { text: string } }[];
            initial_option?: { text: { text: string } };
          };
        }
      | undefined;
    if (!block) throw new Error('no start file in the form');
    const { element } = block;
    return {
      id: block.block_id,
      type: element.type,
      options: element.options?.map(({ text }) => text.text),
      chosen: element.initial_option?.text.text,
    };
  };

  const opens = async (...fields: Parameters<ReturnType<typeof at>['newTask']>) => {
    const task = at().newTask(...fields);
    await at().operator.opensForm(task.task_id);
    return task;
  };

  test('is chosen by name, counted from 1, with its folder if two share a name', async () => {
    await opens({
      source_urls: [
        `${MEDIA}/mon/show.mp4`,
        `${MEDIA}/tue/show.mp4?sig=s3cret`,
        `${MEDIA}/end.mp4`,
      ],
      vod_start_video_index: 1,
    });

    expect(startFile()).toMatchObject({
      options: ['1 · mon/show.mp4', '2 · tue/show.mp4', '3 · end.mp4'],
      chosen: '2 · tue/show.mp4',
    });
  });

  test('is found again by name when the list was retyped', async () => {
    const { operator, lead, live, cardOf } = at();
    const task = await opens();
    await operator.fills({
      vod_start_video_index: '2 · two.mp4',
      source_urls: FILES.join('\n'),
      reason: 'One in front',
    });
    const card = await cardOf(await operator.submits());
    await lead.approves(card);
    await card.says('Applied');

    expect(live.task(task.task_id)).toMatchObject({ vod_start_video_index: 2, source_urls: FILES });
  });

  test('keeps its number until another one is chosen', async () => {
    const { operator, cardOf } = at();
    await opens();
    await operator.fills({ source_urls: FILES.join('\n'), reason: 'One in front' });
    const card = await cardOf(await operator.submits());

    expect(card.text()).not.toContain('Start file');
  });

  test('is chosen from the typed list, once its effects were previewed', async () => {
    const { operator, cardOf } = at();
    await opens();
    const list = ['four', 'five'].map((name) => `${MEDIA}/${name}.mp4`);
    await operator.fills({ source_urls: list.join('\n'), reason: 'Other files' });
    await operator.pressesInForm('what_would_it_do');
    await operator.untilSees('four.mp4 (file 1)');

    expect(startFile()).toMatchObject({
      options: ['1 · four.mp4', '2 · five.mp4'],
      chosen: '1 · four.mp4',
    });
    await operator.fills({ [startFile().id]: '2 · five.mp4' });
    const card = await cardOf(await operator.submits());
    expect(card.text()).toContain('five.mp4');
    await opensAgain(at(), operator, card, 'edit');
    expect(startFile().chosen).toBe('2 · five.mp4');
  });

  test('that a shorter list no longer has is an error under its field', async () => {
    const { operator } = at();
    await opens({ vod_start_video_index: 2 });
    await operator.fills({ source_urls: FILES.slice(0, 2).join('\n'), reason: 'Shorter' });

    expect(await operator.triesToSubmit()).toEqual({
      errors: { vod_start_video_index: 'There is no file 3: the last one of the list is file 2.' },
    });
    await operator.pressesInForm('what_would_it_do');
    await operator.untilSees('What this does');
    expect(startFile()).toMatchObject({ chosen: undefined });
    expect(Object.keys(((await operator.triesToSubmit()) as { errors: object }).errors)).toEqual([
      startFile().id,
    ]);
  });

  test('of more than a hundred files is a number, counted from 1', async () => {
    const { operator } = at();
    const urls = Array.from({ length: 101 }, (_, n) => `${MEDIA}/${n}.mp4`);
    await opens({ source_urls: urls });

    expect(startFile().type).toBe('number_input');
    await operator.fills({ vod_start_video_index: '0', reason: 'From 0' });
    expect(await operator.triesToSubmit()).toMatchObject({
      errors: { vod_start_video_index: expect.stringContaining('1 is the first file') as string },
    });
    await operator.fills({ vod_start_video_index: '102' });
    expect(await operator.triesToSubmit()).toMatchObject({
      errors: {
        vod_start_video_index: expect.stringContaining(
          'no file 102: the last one of the list is file 101',
        ) as string,
      },
    });
  });
});

story('Boxes for URLs', (at) => {
  const boxes = (): number =>
    Object.keys(at().operator.form()?.state ?? {}).filter((id) => id.startsWith('source_urls'))
      .length;

  test('one press adds boxes for a full list of URLs as long as those there', async () => {
    const { operator, newTask } = at();
    const long = (n: number) => `${MEDIA}/${'x'.repeat(900)}/${n}.mp4`;
    await operator.opensForm(newTask({ source_urls: [long(1)] }).task_id);
    expect(boxes()).toBe(1);

    await operator.pressesInForm('more_source_urls');
    await operator.untilSees('continued (10)');

    expect(boxes()).toBe(10);
  });

  test('with short URLs, one box is added', async () => {
    const { operator, newTask } = at();
    await operator.opensForm(newTask().task_id);
    await operator.fills({ source_urls: `${MEDIA}/typed.mp4` });

    await operator.pressesInForm('more_source_urls');
    await operator.untilSees('continued (2)');

    expect(boxes()).toBe(2);
    expect(operator.form()?.state).toMatchObject({
      source_urls: { value: { value: `${MEDIA}/typed.mp4` } },
    });
  });
});
