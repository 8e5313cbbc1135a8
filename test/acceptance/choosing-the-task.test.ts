import { expect, test } from 'vitest';
import { story } from './desk.ts';

const NEWS = '7864b3dc-e92f-4d5b-9a7e-1c0f6b2d8e41';

story('Choosing the task', (at) => {
  test.each([
    ['its id', NEWS],
    ['app/stream', 'live/news24'],
    ['the name of its stream', 'news24'],
  ])('a task can be named by %s', async (_by, word) => {
    const { operator } = at();

    const form = await operator.opensForm(word);

    expect(form.title).toBe('Change a relay task');
    expect(operator.sees()).toContain('*live/news24* in *live-prod*');
  });

  test('the project may be left out when there is only one', async () => {
    const { operator } = at();

    await operator.types('/relay modify live/news24');

    expect(await operator.untilSees('Ask for approval')).toContain(NEWS);
  });

  test('a misspelt task is answered with the nearest right one, and can be chosen there', async () => {
    const { operator } = at();

    await operator.types('/relay modify live-prod live/news42');

    expect(await operator.untilSees('There is no task')).toContain('Did you mean *live/news24*');
    await operator.searches('task', 'news2');
    await operator.chooses('task', NEWS);
    await operator.untilSees('Ask for approval', NEWS);
  });

  test('a name that fits several tasks is answered with all of them', async () => {
    const { operator, newTask } = at();
    newTask({ app_name: 'morning', stream_name: 'concert' });
    newTask({ app_name: 'evening', stream_name: 'concert' });

    await operator.types('/relay modify live-prod concert');

    const answer = await operator.untilSees('Several tasks are called');
    expect(answer).toContain('morning/concert');
    expect(answer).toContain('evening/concert');
  });

  test('a task is chosen by typing a part of its name or id', async () => {
    const { operator } = at();
    await operator.types('/relay modify');
    await operator.untilSees('Which relay task?');

    const byName = await operator.searches('task', 'SPORTS');
    const byId = await operator.searches('task', '7864b3dc');
    const all = await operator.searches('task', '');
    const none = await operator.searches('task', 'no such thing');

    expect(byName).toHaveLength(1);
    expect(byId.map(({ value }) => value)).toEqual([NEWS]);
    expect(all.length).toBeGreaterThan(5);
    expect(none).toEqual([]);
    await operator.searches('task', 'news24');
    await operator.chooses('task', NEWS);
    await operator.untilSees('Ask for approval', NEWS);
  });

  test('a task that cannot be changed is marked where it is chosen, with the reason', async () => {
    const { operator, newTask } = at();
    newTask({ app_name: 'old', stream_name: 'pulled', source_type: 'PullRtmpPushLive' });
    newTask({ app_name: 'old', stream_name: 'over', end_time: '2026-01-01T00:00:00Z' });
    await operator.types('/relay modify');
    await operator.untilSees('Which relay task?');

    expect(await operator.searches('task', 'old/')).toMatchObject([
      { description: { text: '🔒 Cannot be changed: its source type is PullRtmpPushLive' } },
      { description: { text: '🔒 Has ended: a change must also set a later end' } },
    ]);
    const [changeable] = await operator.searches('task', 'news24');
    expect(changeable).not.toHaveProperty('description');
  });

  test('two tasks chosen while the API is slow: the request is for the one that the form shows', async () => {
    const { outsider, live, slack } = at();
    await outsider.types('/relay modify');
    await outsider.untilSees('Which relay task?');
    const [sports] = await outsider.searches('task', 'sports');
    await outsider.searches('task', '');
    live.fail({ on: 'GET', times: 2, with: { hold: true } });

    for (const task of [NEWS, String(sports?.['value'])]) await outsider.chooses('task', task);
    await slack.until(() => live.held() === 2, 'both are being read');
    live.release();

    const form = await outsider.untilSees('Ask for approval');
    await outsider.fills({ vod_loop_time: '4', reason: 'Four rounds' });
    const card = await at().cardOf(await outsider.submits());
    expect(card.text()).toContain(form.includes(NEWS) ? 'live/news24' : 'live/sports');
    expect(card.text()).not.toContain(form.includes(NEWS) ? 'live/sports' : 'live/news24');
    await outsider.withdraws(card);
    await card.says('Withdrawn');
    expect(slack.faults()).toEqual([]);
  });

  test('a task that is not a list of files is refused with the reason', async () => {
    const { operator } = at();

    await operator.types('/relay modify live-prod live/city-camera');

    const answer = await operator.untilSees('cannot be changed');
    expect(answer).toContain('PullLivePushLive');
    expect(answer).not.toContain('[Ask for approval]');
  });
});
