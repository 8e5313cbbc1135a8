import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#sandbox/free-port.ts';
import { CHANNELS, CLOUD_USER, PROJECT } from '#sandbox/cast.ts';
import { modalText } from '#sandbox/story-text.ts';
import type { Card } from './card.ts';
import { type Desk, openDesk } from './desk.ts';

/** What people do with a request besides deciding. */

/** Presses Edit…, Revert… or Ask again… and reads what comes. */
export const opensAgain = async (
  { slack }: Desk,
  person: Desk['operator'],
  card: Card,
  action: 'edit' | 'revert' | 'ask_again',
): Promise<string> => {
  const driver = slack.person(person.id);
  await driver.presses(card.now(), action);
  return modalText(await driver.untilModal(({ callback_id: view }) => view !== 'loading'));
};

/** Presses "Approve retry…" and confirms. */
export const retries = async (
  { slack }: Desk,
  person: Desk['operator'],
  card: Card,
): Promise<void> => {
  await slack.person(person.id).presses(card.now(), 'retry');
};

/** Rebases in the open review, and reads the review that follows. */
export const takesOver = async ({ slack }: Desk, person: Desk['operator']): Promise<string> => {
  const driver = slack.person(person.id);
  await driver.types('decision', 'rebase');
  await driver.submits();
  return modalText(await driver.untilModal(({ callback_id: view }) => view !== 'loading'));
};

/** The short digest on a card. */
export const digestOn = (card: Card): string =>
  /digest `?([0-9a-f]{12})/.exec(card.text())?.[1] ?? '';

/** A desk whose configuration can be changed while requests are open. */
export const openChangeableDesk = async (lines: readonly string[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'relaydesk-changeable-'));
  const file = join(folder, 'relaydesk.yml');
  const port = await freePort();
  const write = (more: readonly string[], projectName: string = PROJECT.name): void => {
    const { domain, name, password } = CLOUD_USER;
    const live = `http://127.0.0.1:${port}`;
    const project = [
      `name: ${projectName}`,
      `project_id: ${PROJECT.id}`,
      `endpoint: ${live}`,
      `region: ${PROJECT.region}`,
      `auth: { token: { iam: "${live}", domain: ${domain}, user: ${name}, password: ${password} } }`,
      `ops_channel: ${CHANNELS.ops.id}`,
      `approvals_channel: ${CHANNELS.leads.id}`,
      ...more,
    ];
    writeFileSync(file, ['projects:', '  -', ...project.map((line) => `    ${line}`)].join('\n'));
  };
  write(lines);
  const desk = await openDesk({ live: { port }, env: { RELAYDESK_CONFIG: file } });
  return {
    ...desk,
    /** Somebody edits relaydesk.yml and starts the bot again. */
    async changesConfiguration(more: readonly string[], projectName?: string): Promise<void> {
      write(more, projectName);
      await desk.restartBots();
    },
    /** Somebody edits relaydesk.yml, and nothing else. */
    writes: (more: readonly string[]): void => write(more),
    /** Somebody edits relaydesk.yml, and the running bot takes it. Whole texts of the file are possible too. */
    async reloads(more: readonly string[] | string): Promise<void> {
      if (typeof more === 'string') writeFileSync(file, more);
      else write(more);
      await this.reads('is in force');
    },
    /** Has the running bot read the file again, and waits until it says something new about that. */
    async reads(said: string): Promise<void> {
      const count = (): number => desk.logs().filter((line) => line.includes(said)).length;
      const before = count();
      process.kill(desk.bot().pid, 'SIGHUP');
      await desk.slack.until(() => count() > before, said);
    },
    file,
    /** The same, but another replica starts while the running one keeps its old configuration. */
    async startsReplicaWith(more: readonly string[], projectName?: string): Promise<void> {
      write(more, projectName);
      await desk.startBot();
    },
    async close(): Promise<void> {
      await desk.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
