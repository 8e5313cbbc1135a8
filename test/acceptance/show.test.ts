import { expect, test } from 'vitest';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { type Desk, story } from './desk.ts';

const SECRETS = {
  push: 'showPush11aa',
  query: 'showQuery22bb',
  user: 'showUser33cc',
  path: 'showPath44dd',
  stream: 'showStream55ee',
  unknown: 'showUnknown66ff',
};

/** Undocumented fields. */
const undocumented = {
  drm_key: SECRETS.unknown,
  notice: `see https://x.example.com/a?sig=${SECRETS.unknown}`,
};

const newSecretTask = (at: Desk): WireTask =>
  at.newTask({
    ...undocumented,
    push_args: `txSecret=${SECRETS.push}`,
    destination_url: `rtmp://partner.example.net/live/${SECRETS.stream}`,
    callback_url: `https://desk.example.com/live/events/${SECRETS.path}`,
    source_urls: [
      `https://media.example.com/one.mp4?auth_key=${SECRETS.query}`,
      `https://${SECRETS.user}@media.example.com/two.mp4`,
    ],
    backup_source_urls: [`https://spare.example.com/one.mp4?auth_key=${SECRETS.query}`],
  });

const leaksIn = ({ slack, logs }: Desk): readonly string[] => {
  const seen = JSON.stringify([slack.calls(), slack.workspace.ephemerals, logs()]);
  return Object.values(SECRETS).filter((secret) => seen.includes(secret));
};

story('Everything a relay task holds', (at) => {
  test('is shown with its secrets masked', async () => {
    const task = newSecretTask(at());

    await at().operator.types(`/relay show live/${task.stream_name}`);

    const text = await at().operator.isTold(task.task_id, 'source_urls', '[Change…]');
    expect(text).toMatch(/push_args {2}…[0-9a-f]{6}/);
    expect(text).toMatch(/destination_url {2}rtmp:\/\/partner\.example\.net\/live\/…[0-9a-f]{6}/);
    expect(text).toMatch(/callback_url {2}https:\/\/desk\.example\.com\/…[0-9a-f]{6}/);
    expect(text).toMatch(/ 1 {2}https:\/\/media\.example\.com\/one\.mp4\?…[0-9a-f]{6}/);
    expect(text).toMatch(/ 2 {2}https:\/\/…[0-9a-f]{6}@media\.example\.com\/two\.mp4/);
    expect(text).toMatch(/drm_key {2}…[0-9a-f]{6}/);
    expect(text).toMatch(/notice {2}see https:\/\/x\.example\.com\/a\?…[0-9a-f]{6}/);
    expect(leaksIn(at())).toEqual([]);
  });

  test('a secret that changed is shown as changed', async () => {
    const task = at().newTask({ push_args: 'txSecret=before' });
    await at().operator.types(`/relay show ${task.task_id}`);
    const before = await at().operator.isTold(task.task_id, 'push_args');

    at().live.edit(task.task_id, { push_args: 'txSecret=after' });
    await at().operator.types(`/relay show ${task.task_id}`);
    await at().slack.until(
      () =>
        at()
          .slack.person(at().operator.id)
          .ephemerals()
          .filter(({ text }) => text.includes(String(task.stream_name))).length === 2,
      'a second answer',
    );

    const marks = JSON.stringify(at().slack.workspace.ephemerals).match(/(?<=")…[0-9a-f]{6}(?=")/g);
    const [first, second] = (marks ?? []).slice(-2);
    expect(before).toContain(first);
    expect(second).not.toBe(first);
  });

  test('thirty long URLs are shown whole, in as many messages as needed', async () => {
    await at().operator.types('/relay show 4f18d3b6-0a7c-4e52-9c85-d60e2b71fa39');

    const first = await at().operator.isTold('30 URLs', ' 1  https://archive.example.com');
    const last = await at().operator.isTold('30  https://archive.example.com');
    expect(first + last).not.toContain('do not fit');
  });

  test('Change… opens the form', async () => {
    const task = at().newTask();
    await at().operator.types(`/relay show ${task.task_id}`);
    await at().operator.isTold(task.task_id, '[Change…]');
    const person = at().slack.person(at().operator.id);

    await person.presses(person.ephemerals().at(-1)!, 'change_task');

    const form = await at().operator.untilSees(String(task.stream_name), 'Ask for approval');
    expect(form).toContain(task.task_id);
  });

  test.each([
    ['a task that cannot be changed', 'live/city-camera', ['PullLivePushLive', 'Not changeable']],
    ['a misspelt task', 'live/news25', ['There is no task', 'live/news24', '/relay list']],
    ['no task', '', ['Which relay task?', 'show [project] <task or request>']],
  ])('%s is answered in words', async (_what, word, said) => {
    const answer = await at().operator.types(`/relay show ${word}`);

    const text = said.every((part) => answer.includes(part))
      ? answer
      : await at().operator.isTold(...said);
    expect(text).not.toContain('[Change…]');
  });
});
