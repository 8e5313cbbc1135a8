import { expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { OWN_DESK, story } from './desk.ts';

story(
  'What was written down',
  (at) => {
    test('a lead reads the history of a request, line by line', async () => {
      const { operator, lead, newTask } = at();
      const card = await operator.asksFor(
        newTask(),
        { vod_loop_time: '2' },
        'Two rounds are enough',
      );
      await lead.approves(card, 'Fine');
      await card.says('Applied');
      await at().isQuiet();

      await lead.types(`/relay audit ${card.request}`);
      const said = await lead.isTold(`Audit of ${card.request}`);

      for (const event of ['submit', 'show', 'approve', 'claim', 'send', 'succeed']) {
        expect(said).toContain(`*${event}*`);
      }
      expect(said).toContain('@Olga Operator');
      expect(said).toContain('“Two rounds are enough”');
      expect(said).toMatch(/head `[0-9a-f]{64}`/);
    });

    test('a lead gets it as a file in a direct message', async () => {
      const { operator, lead, newTask, slack } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });

      await lead.types(`/relay audit export ${card.request}`);
      await lead.isTold(`audit-${card.request}.jsonl`);

      const [message] = slack.directMessages(PEOPLE.lead.id).slice(-1);
      expect(JSON.stringify(message)).toContain(`audit-${card.request}.jsonl`);
    });

    test('if Slack refuses the file, the lead is told why', async () => {
      const { operator, lead, newTask, slack } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });
      const error = 'file_uploads_disabled';
      slack.fail({ method: 'files.completeUploadExternal', with: { error } });

      await lead.types(`/relay audit export ${card.request}`);

      await lead.isTold(`Slack did not accept the file: \`${error}\`. Nothing was lost`);
    });

    test('the newest lines of the project are for its approvers', async () => {
      const { operator, lead } = at();

      await operator.types('/relay audit');
      await operator.isTold('Only the approvers of a project');

      await lead.types('/relay audit');
      await lead.isTold('the newest', 'lines of');
    });

    test('requesters may read the audit of their own change', async () => {
      const { operator, outsider, newTask } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });

      await operator.types(`/relay audit ${card.request}`);
      await operator.isTold(`Audit of ${card.request}`);
      await outsider.types(`/relay audit ${card.request}`);
      await outsider.isTold('Only the approvers');
    });

    test('once a day the head of the chain is posted in the ops channel, once', async () => {
      const { operator, opsChannel, newTask, store } = at();
      await operator.asksFor(newTask(), { vod_loop_time: '2' });

      await store.makeDue('head daily');
      const said = await opsChannel.says('Head of the chain');
      await store.makeDue('head daily');
      await at().isQuiet();

      expect(said).toMatch(/npm run audit -- verify --head [0-9a-f]{64}/);
      expect(opsChannel.count('Head of the chain')).toBe(1);
    });
  },
  OWN_DESK,
);
