import { expect, test } from 'vitest';
import { messageText } from '#sandbox/story-text.ts';
import { applies, BATCH_CONFIG, isSlate, someTasks, submitsBatch } from './batch.ts';
import type { Card } from './card.ts';
import { type Desk, story } from './desk.ts';

const REFUSED = {
  status: 400,
  body: { error_code: 'LIVE.103100001', error_msg: 'Invalid request parameter' },
};

/** A batch of four that run one at a time; the first of them is refused. */
const halted = async (at: Desk): Promise<{ readonly card: Card; readonly left: () => number }> => {
  const { lead, live, putsOf } = at;
  const { app, tasks } = someTasks(at, 4);
  const card = await applies(at, `${app}/*`);
  await card.says('one at a time', 'If one is not applied, the rest waits until somebody decides.');
  live.fail({ on: 'PUT', with: REFUSED });
  await lead.approves(card);
  await card.says(
    '*3 tasks wait for an answer.*',
    `Not applied: ${card.request}.1.`,
    '❌ 1 failed',
  );
  await at.isQuiet();
  expect(tasks.flatMap(putsOf)).toHaveLength(1);
  return { card, left: () => tasks.filter((task) => !isSlate(at, task)).length };
};

const presses = (at: Desk, who: string, card: Card, button: string) =>
  at.slack.person(who).presses(card.now(), button);

story(
  'A batch that stops when one of its tasks is not applied',
  (at) => {
    test('asks those who decide, and Go on runs the rest', async () => {
      const { card, left } = await halted(at());
      const { lead } = at();
      await card.threadSays('3 tasks waited', '@Olga Operator', '@Lena Lead');
      await presses(at(), lead.id, card, 'go_on');

      await card.says('*⚠️ Partly applied*', '✅ 3 applied', '❌ 1 failed');
      await card.threadSays('let the rest run');
      expect(left()).toBe(1);
      expect(card.copies()).toBe(1);
    });

    test('counts as no run while it waits, so nobody is woken for one that is stuck', async () => {
      const { card } = await halted(at());

      const page = await fetch(`${at().bot().url}/metrics`);

      expect(await page.text()).toContain('relaydesk_requests{state="applying"} 0');
      await presses(at(), at().lead.id, card, 'stop_rest');
      await card.says('⏹️ 3 not run');
    });

    test('leaves the rest unchanged when somebody stops it, and tells the next who it was', async () => {
      const { card, left } = await halted(at());
      const { lead, secondLead, slack } = at();
      const seen = card.now();
      await presses(at(), lead.id, card, 'stop_rest');
      await slack.person(secondLead.id).presses(seen, 'go_on');

      await secondLead.isTold('Too late');
      await card.says('❌ 1 failed', '⏹️ 3 not run');
      await card.threadSays('stopped the rest');
      expect(left()).toBe(4);
    });

    test('can be stopped by who asked for it, who cannot let it go on', async () => {
      const { card, left } = await halted(at());
      const { operator } = at();

      await presses(at(), operator.id, card, 'go_on');
      await operator.isTold('someone else must decide');
      await presses(at(), operator.id, card, 'stop_rest');

      await card.says('⏹️ 3 not run');
      expect(left()).toBe(4);
    });

    test('goes on all the same where the form says so', async () => {
      const { lead, live, operator } = at();
      const { app, tasks } = someTasks(at(), 3);
      await operator.types(`/relay apply standby-slate live-prod ${app}/*`);
      await operator.untilSees('as one request', 'If a task is not applied');
      await operator.chooses('on_failure', 'go_on');
      const card = await submitsBatch(at(), 'The feed is gone');
      live.fail({ on: 'PUT', with: REFUSED });

      await lead.approves(card);

      await card.says('*⚠️ Partly applied*', '✅ 2 applied', '❌ 1 failed');
      expect(tasks.filter((task) => isSlate(at(), task))).toHaveLength(2);
      expect(messageText(card.now())).not.toContain('wait for an answer');
    });
  },
  { projectYaml: [...BATCH_CONFIG, 'batches: { at_once: 1, on_failure: stop }'] },
);
