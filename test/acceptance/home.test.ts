import { expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { modalText } from '#sandbox/story-text.ts';
import { DAY_MS, story } from './desk.ts';
import { createHomeTab } from './home-tab.ts';

const at = (ms: number): string => new Date(Date.now() + ms).toISOString();
const APPROVERS = `approvers: { users: [${PEOPLE.lead.id}], usergroups: [S0LEADS] }`;
const FREEZE = `policy: { freeze: [{ from: "${at(2 * DAY_MS)}", to: "${at(3 * DAY_MS)}", reason: New Year show }, { from: "${at(20 * DAY_MS)}", to: "${at(21 * DAY_MS)}", reason: Far away }] }`;

story(
  'The Home tab',
  (desk) => {
    const homeOf = (person: { readonly id: string }) => createHomeTab(desk().slack, person.id);

    test('somebody with nothing to do is told so, and sees upcoming freezes', async () => {
      const home = homeOf(desk().onCall);

      const text = await home.opens('Waiting for me');

      expect(text).toContain('Nothing is waiting for your decision.');
      expect(text).toContain('You have no open requests.');
      expect(text).toContain('New Year show');
      expect(text).not.toContain('Far away');
      expect(text).toContain('[Request a change…]');
    });

    test('a lead sees a new request come and go without a click, and no other Home is published', async () => {
      const { operator, lead, secondLead, newTask, slack } = desk();
      const home = homeOf(lead);
      await home.opens('Waiting for me');
      const others = [operator, secondLead].map((person) => homeOf(person).publishes());

      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' }, 'Four rounds do');

      await home.says(card.request, 'Four rounds do', 'needs 1 approval');
      await home.pressesFor(card.request, 'review');
      await slack
        .person(lead.id)
        .untilModal((view) => modalText(view).includes(`Review ${card.request}`));
      await lead.decides('approve');
      await card.says('Applied');
      const after = await home.says('Nothing is waiting for your decision.', '✅ Applied');
      expect(after).toContain(card.request);
      expect([operator, secondLead].map((person) => homeOf(person).publishes())).toEqual(others);
    });

    test('the requester edits and withdraws there, and reads at once that it is done', async () => {
      const { operator, newTask } = desk();
      const home = homeOf(operator);
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      const before = await home.opens(card.request, 'My requests');
      expect(before).toContain('Nothing is waiting for your decision.');

      await home.pressesFor(card.request, 'edit');
      expect(await operator.untilSees('This changes')).toContain(card.request);
      await operator.leaves();
      await home.pressesFor(card.request, 'withdraw');

      await home.says('You have no open requests.', '↩️ Withdrawn');
      await card.says('Withdrawn');
    });

    test('a request is found by id, task and words of a name, and links to its card', async () => {
      const { operator, lead, newTask } = desk();
      const task = newTask({ stream_name: 'winter-games' });
      const card = await operator.asksFor(task, { vod_loop_time: '4' });
      const other = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      const home = homeOf(lead);
      await home.opens(card.request);

      for (const search of [card.request.toLowerCase(), task.task_id, 'games WINTER']) {
        await home.searches(search);
        const found = await home.says(`Found for`, search, card.request);
        expect(found).not.toContain(other.request);
        expect(found).not.toContain('My requests');
      }
      const link = `https://sandbox.slack.com/archives/C0LEADS/p${card.now().ts.replace('.', '')}`;
      expect(home.text()).toContain(`${link}|${card.request}`);
      await home.presses('home_show_all');
      await home.says('Waiting for me', other.request);
      for (const open of [card, other]) await operator.withdraws(open);
    });

    test('a long list begins with what takes a channel off air, and is turned page by page, after a restart too', async () => {
      const { operator, lead, newTask, restartBots } = desk();
      const harmless = await operator.asksFor(newTask(), { vod_start_video_time: '9' });
      const cards = [harmless];
      for (let index = 0; index < 5; index += 1)
        cards.push(await operator.asksFor(newTask(), { vod_loop_time: '4' }));
      const home = homeOf(operator);
      const first = await home.opens('My requests*  ·  6');
      expect(first).not.toContain(harmless.request);

      await restartBots();
      await home.presses('home_next');

      expect(await home.says(harmless.request)).not.toContain(cards.at(-1)?.request);
      await home.presses('home_previous');
      await home.says(cards.at(-1)?.request ?? '');
      for (const card of cards) await lead.rejects(card, 'Not today');
    });

    test('a guest is told why there is nothing to see', async () => {
      const home = homeOf(desk().guest);

      expect(await home.opens('🔒')).toContain('Only full members');
      expect(home.text()).not.toContain('My requests');
    });

    test('a Home that nobody is looking at is not published', async () => {
      const { operator, lead, newTask } = desk();
      const before = homeOf(desk().secondLead).publishes();

      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      await lead.rejects(card, 'Not today');
      await card.says('Rejected');
      await desk().isQuiet();

      expect(homeOf(desk().secondLead).publishes()).toBe(before);
    });
  },
  { projectYaml: [APPROVERS, FREEZE] },
);
