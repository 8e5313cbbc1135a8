import type { Locator, Page } from 'playwright-core';
import { PROJECT } from '#sandbox/cast.ts';

/** What people do on the page, with the mouse and as fast as they can. */

export const goesTo = (window: Page, channel: string): Promise<void> =>
  window.locator('.place', { hasText: channel }).click();

export const dialog = (window: Page): Locator => window.getByRole('dialog');

/** The newest card of a request: the message that is headed by it. */
export const cardOf = (window: Page, request: string): Locator =>
  window
    .getByRole('log', { name: 'Messages' })
    .getByRole('article')
    .filter({ has: window.getByRole('heading', { name: new RegExp(`^${request}\\b`) }) })
    .last();

export const types = async (window: Page, text: string): Promise<void> => {
  const line = window.getByRole('textbox', { name: /^Message/ });
  await line.fill(text);
  await line.press('Enter');
};

/** Types the command; resolves when the form is filled. */
export const opensForm = async (window: Page, task: string): Promise<void> => {
  await types(window, `/relay modify ${PROJECT.name} ${task}`);
  await window
    .getByLabel(/^Playlist: one URL/)
    .first()
    .waitFor();
};

/** Sends the form that is open; resolves with the name of the request. */
export const submits = async (window: Page): Promise<string> => {
  await window.getByRole('button', { name: 'Ask for approval' }).click();
  const said = dialog(window).getByText(/R-\d+ is submitted/);
  await said.waitFor();
  // The sign in front of it is text as well.
  const [request = ''] = /R-\d+/.exec((await said.textContent()) ?? '') ?? [];
  await window.keyboard.press('Escape');
  await dialog(window).waitFor({ state: 'detached' });
  return request;
};

/** A whole request: these files, for this reason. */
export const asksFor = async (
  window: Page,
  task: string,
  { urls, why }: { readonly urls: readonly string[]; readonly why: string },
): Promise<string> => {
  await opensForm(window, task);
  await window
    .getByLabel(/^Playlist: one URL/)
    .first()
    .fill(urls.join('\n'));
  await window.getByLabel(/^Why/).fill(why);
  return submits(window);
};

export const opensReview = async (window: Page, request: string): Promise<void> => {
  await cardOf(window, request).getByRole('button', { name: 'Review…' }).click();
  await dialog(window)
    .getByText(/the task has not changed|changed by somebody else/)
    .waitFor();
};

/** Decides in the review that is open, and leaves what is said then on the screen. */
export const decides = async (
  window: Page,
  decision: 'Approve' | 'Reject',
  note = '',
): Promise<void> => {
  await window.getByRole('radio', { name: new RegExp(`^${decision}`) }).check();
  if (note !== '') await window.getByLabel(/^Note/).fill(note);
  await window.getByRole('button', { name: 'Decide' }).click();
};

export const leaves = async (window: Page): Promise<void> => {
  await window.keyboard.press('Escape');
  await dialog(window).waitFor({ state: 'detached' });
};
