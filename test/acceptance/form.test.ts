import { expect, test } from 'vitest';
import type { Card } from './card.ts';
import { DAY_MS, type Desk, MINUTE_MS, story } from './desk.ts';
import { opensAgain } from './life.ts';
import { toWireTime } from '#sandbox/live/wire-task.ts';

story('The form', (at) => {
  test('shows what the task holds now, and what cannot be changed', async () => {
    const { operator, newTask, live } = at();
    const task = newTask({ vod_loop_time: '7' });
    const endMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS + 2 * DAY_MS;
    live.edit(task.task_id, {
      status: 'pause',
      vod_refresh_type: 'continue_from_break_point',
      vod_start_video_index: 1,
      vod_start_video_time: 30,
      end_time: toWireTime(endMs),
    });

    const { state } = await operator.opensForm(task.task_id);

    expect(state).toMatchObject({
      status: { value: { selected_option: { value: 'pause' } } },
      source_urls: { value: { value: task.source_urls?.join('\n') } },
      vod_refresh_type: { value: { selected_option: { value: 'continue_from_break_point' } } },
      vod_loop_time: { value: { value: '7' } },
      vod_start_video_index: { value: { selected_option: { text: { text: '2 · two.mp4' } } } },
      vod_start_video_time: { value: { value: '30' } },
      start_time: { value: { selected_date_time: Date.parse(task.start_time ?? '') / 1000 } },
      end_time: { value: { selected_date_time: endMs / 1000 } },
      callback_events: {
        value: { selected_options: [{ value: 'TaskStart' }, { value: 'TaskExit' }] },
      },
      reason: { value: { value: null } },
    });
    expect(operator.sees()).toContain('Not changeable here:');
    expect(operator.sees()).toContain('push.live.example.com/live/');
    expect(operator.sees()).toContain('PullVodPushLive');
  });

  test('opens for a task with almost no fields', async () => {
    const { operator, lead } = at();
    const bare = '91ce5f20-b7d4-4a68-8e3f-7a40c6d2915b';
    await operator.opensForm(bare);
    await operator.fills({ vod_loop_time: '3', reason: 'Three rounds' });

    const card = await at().cardOf(await operator.submits());

    await lead.approves(card);
    await card.says('Applied');
    expect(at().live.task(bare).vod_loop_time).toBe('3');
  });

  test('says that it is loading while the API is slow, and then opens', async () => {
    const { operator, newTask, live } = at();
    const task = newTask();
    live.fail({ on: 'GET', with: { hold: true } });

    await operator.types(`/relay modify ${task.task_id}`);

    expect(await operator.untilSees('⏳')).toContain('Reading the task');
    live.release();
    await operator.untilSees('Ask for approval', task.task_id);
  });

  test('says clearly when the API is down, with the words of the API', async () => {
    const { operator, newTask, live } = at();
    const task = newTask();
    const body = { error_code: 'LIVE.100011999', error_msg: 'System is busy.', request_id: 'f00d' };
    live.fail({ on: 'GET', times: Infinity, with: { status: 503, body } });

    await operator.types(`/relay modify ${task.task_id}`);

    const answer = await operator.untilSees('did not return the task');
    expect(answer).toContain('LIVE.100011999: System is busy.');
    expect(answer).toContain('f00d');
  });
});

const many = Array.from(
  { length: 30 },
  (_, part) =>
    `https://archive.example.com/${'long/'.repeat(30)}part-${String(part + 1).padStart(2, '0')}.mp4?key=${'k'.repeat(60)}${part}`,
);

const NEW = 'https://archive.example.com/new/';

const namesOf = (urls: readonly string[]): string[] =>
  urls.map((url) => /[\w-]+\.mp4/.exec(url)?.[0] ?? '');
const filesUnder = (card: Card) => card.now().replies.flatMap(({ files = [] }) => files);
const isInFile = ({ slack }: Desk, card: Card, text: string): Promise<boolean> =>
  slack.until(
    () => filesUnder(card).some(({ id }) => slack.fileText(String(id)).includes(text)),
    `a file under ${card.request} with "${text}"`,
  );

story('A playlist of thirty long URLs', (at) => {
  test('fits in the form, in the thread and in the call, and not a line is lost', async () => {
    const { operator, lead, newTask, putsOf } = at();
    const task = newTask({ source_urls: many });
    const wanted = [...many.slice(1), 'https://archive.example.com/the-new-one.mp4'];

    const { state } = await operator.opensForm(task.task_id);
    const boxes = Object.entries(state).filter(([block]) => block.startsWith('source_urls'));
    const texts = boxes.map(([, box]) => (box['value']?.['value'] as string | null) ?? '');
    expect(boxes.length).toBeGreaterThan(1);
    expect(texts.filter(Boolean).join('\n').split('\n')).toEqual(many);

    const last = boxes.findLast(([, box]) => box['value']?.['value'])?.[0] ?? '';
    const lastText = texts.findLast(Boolean) ?? '';
    await operator.fills({
      source_urls: (texts[0] ?? '').split('\n').slice(1).join('\n'),
      [last]: `${lastText}\nhttps://archive.example.com/the-new-one.mp4`,
      reason: 'One out, one in',
    });
    const card = await at().cardOf(await operator.submits());
    expect(card.text()).toContain('1 added, 1 removed, 29 kept');
    expect(card.text()).toContain('The full list is in the thread');
    const review = await lead.reviews(card);
    await lead.decides('approve');
    await card.says('Applied');

    const names = namesOf([...many, 'the-new-one.mp4']);
    const [file = '', ...others] = filesUnder(card).map(({ id }) =>
      at().slack.fileText(String(id)),
    );
    expect(others).toEqual([]);
    expect(file).toContain(`${card.request} · New playlist for `);
    expect(names.filter((name) => !file.includes(name))).toEqual([]);
    expect(file).not.toContain('&amp;');
    expect(card.thread().filter((said) => said.includes('The full change'))).toHaveLength(1);
    expect(names.filter((name) => !review.includes(name))).toEqual([]);
    expect(putsOf(task).map(({ body }) => body)).toMatchObject([{ source_urls: wanted }]);
  });

  test('is in the thread in several messages that say why, if Slack refuses the file', async () => {
    const { operator, newTask, slack } = at();
    const task = newTask({ source_urls: many });
    const error = 'file_uploads_disabled';
    slack.fail({ method: 'files.completeUploadExternal', with: { error } });
    const card = await operator.asksFor(task, { source_urls: many.slice(1, 5).join('\n') });

    await card.threadSays(`Slack did not take the full change as a file (\`${error}\`)`);
    await card.threadSays(namesOf(many).at(-1) ?? '');
    const thread = card.thread().join('\n');
    expect(namesOf(many).filter((name) => !thread.includes(name))).toEqual([]);
    expect(filesUnder(card)).toEqual([]);
  });

  test('is in the thread in messages if uploads do not work, and holds up nothing', async () => {
    const { operator, lead, newTask, slack } = at();
    const task = newTask({ source_urls: many });
    slack.fail({ method: 'files.getUploadURLExternal', with: { status: 503 } });
    const card = await operator.asksFor(task, { source_urls: many.slice(1, 5).join('\n') });

    await card.threadSays('Slack did not take the full change as a file, so it follows');
    await card.threadSays(namesOf(many).at(-1) ?? '');
    await lead.rejects(card, 'Not today');
    await card.threadSays('rejected');
    expect(filesUnder(card)).toEqual([]);
  });

  test('is there once, even if the answer to its upload was lost', async () => {
    const { operator, lead, newTask, slack } = at();
    const task = newTask({ source_urls: many });
    slack.fail({ method: 'files.completeUploadExternal', with: 'lose_answer' });
    const card = await operator.asksFor(task, { source_urls: many.slice(1, 5).join('\n') });

    await lead.rejects(card, 'Not today');
    await card.threadSays('rejected');

    expect(filesUnder(card)).toHaveLength(1);
    expect(card.thread().join('\n')).not.toContain('did not take');
  });

  test('what was typed stays when boxes are added', async () => {
    const { operator, newTask } = at();
    await operator.opensForm(newTask({ source_urls: many.slice(0, 3) }).task_id);
    const typed = 'https://media.example.com/typed.mp4';
    await operator.fills({ source_urls: typed, reason: 'Half written' });

    await operator.pressesInForm('more_source_urls');
    await operator.untilSees('continued (2)');
    await operator.fills({ source_urls_2: 'https://media.example.com/more.mp4' });

    expect(operator.form()?.state).toMatchObject({
      source_urls: { value: { value: typed } },
      source_urls_2: { value: { value: 'https://media.example.com/more.mp4' } },
      reason: { value: { value: 'Half written' } },
    });
  });

  test('a wrong URL is reported under its box', async () => {
    const { operator, newTask } = at();
    await operator.opensForm(newTask({ source_urls: many }).task_id);
    await operator.fills({ source_urls_2: 'nonsense', reason: 'Typing' });

    const answer = await operator.triesToSubmit();

    expect(answer).toMatchObject({
      errors: { source_urls_2: expect.stringContaining('not a URL') as string },
    });
  });

  test('is posted in the thread again after an edit', async () => {
    const { operator, lead, newTask, cardOf, isQuiet } = at();
    const task = newTask({ source_urls: many });
    await operator.opensForm(task.task_id);
    await operator.fills({ source_urls: `${NEW}first.mp4\n${many[0]}`, reason: 'One more' });
    const card = await cardOf(await operator.submits());
    await isInFile(at(), card, 'first.mp4');

    await opensAgain(at(), operator, card, 'edit');
    await operator.fills({ source_urls: `${NEW}second.mp4\n${many[0]}` });
    await operator.submits();
    await isInFile(at(), card, 'second.mp4');
    await card.threadSays('changed the request');
    await lead.approves(card);
    await card.threadSays('Applied');
    await isQuiet();

    const thread = card.thread();
    expect(new Set(thread).size).toBe(thread.length);
    expect(filesUnder(card)).toHaveLength(2);
  });

  test('that an edit made long is posted whole, and no line twice', async () => {
    const { operator, lead, newTask, cardOf, isQuiet } = at();
    const task = newTask({ source_urls: many });
    await operator.opensForm(task.task_id);
    await operator.fills({ vod_loop_time: '3', reason: 'Three rounds' });
    const card = await cardOf(await operator.submits());
    await opensAgain(at(), operator, card, 'edit');
    await operator.fills({ source_urls: `${NEW}only.mp4` });
    await operator.submits();
    await isInFile(at(), card, 'only.mp4');
    await card.threadSays('changed the request');
    await lead.approves(card);
    await card.threadSays('Applied');
    await isQuiet();

    const thread = card.thread();
    expect(thread.join('\n').match(/changed the request/g)).toHaveLength(1);
    expect(new Set(thread).size).toBe(thread.length);
  });
});
