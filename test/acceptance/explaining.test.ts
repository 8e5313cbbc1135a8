import { expect, test } from 'vitest';
import { HOUR_MS, story } from './desk.ts';

const POLICY = [
  'approvers: { users: [U0LEAD], usergroups: [S0LEADS] }',
  'policy:',
  '  expires_after: 4h',
  '  rules:',
  '    - { when: { status: pause }, quorum: 2, hold: 10m }',
  '    - { when: { fields: [source_urls], live_now: true }, quorum: 2, expires_after: 1h }',
  '    - { when: { fields: [callback_events], only: true }, quorum: 0 }',
  '  break_glass: { usergroups: [S0ONCALL] }',
];

story(
  'Why does this need two people?',
  (at) => {
    test('the policy of the project, in words', async () => {
      const { operator } = at();
      await operator.types('/relay explain');

      const said = await operator.isTold('What changes in');

      expect(said).toContain('Usually: 1 approval by @leads or @Lena Lead within 4 hours.');
      expect(said).toContain('`status: pause`: 2 approvals and then a wait of 10 minutes');
      expect(said).toContain('`fields: callback_events` `only: true`: no approval');
      expect(said).toContain('Without approval (break-glass): @oncall');
    });

    test('a hypothetical change of a task that is on air', async () => {
      const { operator, newTask } = at();
      const task = newTask();
      await operator.types(`/relay explain ${task.task_id} source_urls status:pause`);

      const said = await operator.isTold('What a change of', 'source_urls', 'status: pause');

      expect(said).toContain('Needs 2 approvals');
      expect(said).toContain('within 1 hour and then a wait of 10 minutes');
      expect(said).toContain('✅ `fields: source_urls` `live_now: true` applies');
      expect(said).toContain('➖ `fields: callback_events` `only: true` does not apply');
    });

    test('without a task, whatever depends on it is left open', async () => {
      const { operator } = at();
      await operator.types('/relay explain source_urls');

      const said = await operator.isTold('applies if `live_now`');

      expect(said).toContain('Needs 1 approval');
      expect(said).toContain('At most, if the conditions not known here also apply: 2 approvals');
    });

    test('a request, by its number alone', async () => {
      const { operator, lead, newTask } = at();
      const card = await operator.asksFor(newTask(), { status: 'pause' });
      await lead.types(`/relay explain ${card.request.slice(2)}`);

      const said = await lead.isTold(`What *${card.request}* needs`);

      expect(said).not.toContain('today');
      expect(said).toContain('✅ `status: pause` applies and requires 2 approvals');
    });

    test.each([
      ['explain statos:pause', 'Did you mean'],
      ['explain R-99999', 'There is no request R-99999'],
      ['audit R-99999', 'There is no request R-99999'],
      ['explain R-1 more', 'Too many words'],
    ])('a mistake is answered with help: %s', async (words, answer) => {
      const { operator } = at();

      const said = await operator.types(`/relay ${words}`);

      expect(said || (await operator.isTold(answer))).toContain(answer);
    });
  },
  { projectYaml: POLICY },
);

/** The time of day in UTC some hours from now, `18:00`. */
const clockIn = (hours: number): string =>
  new Date(Date.now() + hours * HOUR_MS).toISOString().slice(11, 16);

story(
  'Rules for certain tasks, at certain times of the day',
  (at) => {
    test('a task of the rule needs two people at this time of the day, and another task one', async () => {
      const { operator, newTask } = at();

      const news = await operator.asksFor(newTask({ stream_name: 'news-24h' }), {
        vod_loop_time: '4',
      });
      const sport = await operator.asksFor(newTask({ stream_name: 'sport' }), {
        vod_loop_time: '4',
      });

      expect(news.text()).toContain('needs 2 approvals');
      expect(sport.text()).toContain('needs 1 approval');
    });

    test('a change scheduled for another time of day needs what that time requires', async () => {
      const { operator, newTask } = at();
      const applyAt = Math.floor(Date.now() / 1000) + 8 * 3_600;

      const card = await operator.asksFor(newTask({ stream_name: 'late' }), {
        vod_loop_time: '4',
        apply_at: applyAt,
      });

      expect(card.text()).toContain('needs 3 approvals');
      await operator.types(`/relay explain ${card.request}`);
      const said = await operator.isTold(`What *${card.request}* needs`, 'It would run at');
      expect(said).toContain('applies and requires 3 approvals');
    });

    test('explain says why a rule counts or not, the task before or after the fields', async () => {
      const { operator, newTask } = at();
      newTask({ stream_name: 'news-night' });
      await operator.types('/relay explain vod_loop_time live/news-night');
      const first = await operator.isTold('What a change of', 'live/news-night');
      newTask({ stream_name: 'weather' });

      await operator.types('/relay explain live/weather vod_loop_time');

      const second = await operator.isTold('What a change of', 'live/weather');
      expect(first).toContain('Needs 2 approvals');
      expect(first).toMatch(/✅ .*`tasks: live\/news\*`.* applies and requires 2 approvals/);
      expect(first).toMatch(/⏰ It is now `\w{3}` [\d-]+ [\d:]+ UTC/);
      expect(second).toContain('Needs 1 approval');
      expect(second).toMatch(/➖ .*`tasks: live\/news\*`.* does not apply: no match for `tasks`/);
      expect(second).toMatch(
        /➖ .*`between: .*`.* does not apply: no match for `tasks`, `between`/,
      );
    });
  },
  {
    projectYaml: [
      'approvers: { users: [U0LEAD], usergroups: [S0LEADS] }',
      'policy:',
      '  rules:',
      `    - { when: { tasks: ["live/news*"], between: "${clockIn(-4)}-${clockIn(4)}" }, quorum: 2 }`,
      `    - { when: { tasks: ["live/late"], between: "${clockIn(7)}-${clockIn(9)}" }, quorum: 3 }`,
    ],
  },
);
