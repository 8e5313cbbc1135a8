import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toWireTime } from '#sandbox/live/wire-task.ts';
import { type Desk, openDesk } from './desk.ts';

/** The world beside the workspace tells of each channel what its viewers see. */

const TASK = 'live/news24';
let desk: Desk;
let world: Locator;

beforeAll(async () => {
  desk = await openDesk();
  const window = await desk.window('operator');
  world = window.getByRole('complementary', { name: 'The world around the bot' });
  await world.locator('summary', { hasText: 'Make something go wrong' }).click();
});
afterAll(() => desk?.close());

const viewers = (): Locator =>
  world.getByRole('article', { name: TASK }).getByRole('group', { name: 'What viewers see' });

const becomes = async (how: string): Promise<void> => {
  const form = world.locator('form', { hasText: 'A stream misbehaves' });
  await form.getByLabel('Task').selectOption({ label: TASK });
  await form.getByLabel('Its stream').selectOption({ label: how });
  await form.getByRole('button', { name: 'Set the stream' }).click();
};

test('the file that is on, while the stream is present', async () => {
  await viewers().getByText('news/morning-bulletin.mp4').waitFor();

  expect(await viewers().textContent()).toMatch(/file 1, round 1.*Stream present.*since/);
});

test('black, where the stream is present all the same', async () => {
  await becomes('is there, but black');

  await viewers().getByText('Black', { exact: true }).waitFor();
  expect(await viewers().textContent()).toContain('Stream present');
});

test('nothing, where the push does not come up', async () => {
  await becomes('never comes up');

  await viewers().getByText('Nothing', { exact: true }).waitFor();
  expect(await viewers().textContent()).toContain('No stream it is pushed, but has not come up');
});

test('shows nothing while the task is paused, and the next file once the stream is back', async () => {
  await becomes('is there while it is pushed');
  await viewers().getByText('Stream present').waitFor();
  const [{ task_id: task } = { task_id: '' }] = desk.live.tasks();
  desk.live.edit(task, { status: 'pause' });
  await viewers().getByText('nothing is pushed').waitFor();

  desk.live.edit(task, { status: 'enable', end_time: toWireTime(desk.clock.now() + 86_400_000) });

  await viewers().getByText('Stream present').waitFor();
});
