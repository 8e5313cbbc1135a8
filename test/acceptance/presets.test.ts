import { expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { newestAnswer, untilAnswer } from './answers.ts';
import { type Desk, story } from './desk.ts';

const MEDIA = 'https://media.example.com';
const SLATE = `${MEDIA}/slate.mp4`;

const CONFIG = [
  `approvers: { users: [${PEOPLE.lead.id}] }`,
  'policy: { open_per_person: 1000 }',
  'presets:',
  '  standby-slate:',
  `    source_urls: [${SLATE}]`,
  '    vod_refresh_type: immediate_new_source',
  '    vod_start_video_index: 0',
  '  forever: { vod_loop_time: -1 }',
];

/** Opens the form of a task and chooses a preset; resolves with what the form then says. */
const fillsIn = async ({ operator }: Desk, preset: string, said: string): Promise<string> => {
  await operator.chooses('preset', preset);
  return operator.untilSees(said);
};

/** What stands in the boxes for the playlist. */
const boxes = ({ operator }: Desk): unknown[] =>
  Object.entries(operator.form()?.state ?? {})
    .filter(([block]) => block.startsWith('source_urls'))
    .map(([, box]) => box['value']?.['value']);

/** A request of that change that was applied, and the menu that it has in the history. */
const appliedInHistory = async (at: Desk, fields: Record<string, string>) => {
  const { operator, lead, slack } = at;
  const card = await operator.asksFor(at.newTask(), fields);
  await lead.approves(card);
  await card.says('Applied');
  return {
    card,
    savesAs: async (who: typeof lead) => {
      await who.types(`/relay history ${card.request}`);
      await untilAnswer(at, who, '1 closed request', card.request);
      const list = newestAnswer(at, who);
      const blockId = `request ${card.request}`;
      await slack.person(who.id).presses(list, 'request_menu', { blockId, value: 'save_preset' });
    },
  };
};

story(
  'Presets',
  (at) => {
    test('one of the configuration fills the form, is previewed, and is what runs', async () => {
      const { operator, lead, live, cardOf, putsOf, newTask } = at();
      const task = newTask({ vod_start_video_index: 2 });
      await operator.opensForm(task.task_id);

      const form = await fillsIn(at(), 'standby-slate', 'Filled in from *standby-slate*');

      expect(form).toContain('slate.mp4');
      expect(form).not.toContain('It replaced what you had typed');
      await operator.fills({ reason: 'The feed is gone' });
      const card = await cardOf(await operator.submits());
      await lead.approves(card);
      await card.says('Applied');
      expect(live.task(task.task_id)).toMatchObject({
        source_urls: [SLATE],
        vod_refresh_type: 'immediate_new_source',
        vod_start_video_index: 0,
      });
      expect(putsOf(task)).toHaveLength(1);
    });

    test('nothing that was typed is lost: other fields stay, and what it replaced is shown', async () => {
      const { operator, newTask, cardOf } = at();
      await operator.opensForm(newTask().task_id);
      await operator.fills({
        source_urls: `${MEDIA}/mine.mp4?sig=secret\n${MEDIA}/too.mp4`,
        vod_loop_time: '7',
        reason: 'Typed first',
      });

      const form = await fillsIn(at(), 'standby-slate', 'It replaced what you had typed');

      expect(form).toContain(`${MEDIA}/mine.mp4?sig=secret`);
      expect(form).toContain(`${MEDIA}/too.mp4`);
      expect(boxes(at())).toEqual([SLATE]);
      expect(operator.form()?.state).toMatchObject({
        vod_loop_time: { value: { value: '7' } },
        reason: { value: { value: 'Typed first' } },
      });
      const card = await cardOf(await operator.submits());
      expect(card.text()).toContain('7 rounds');
      expect(card.text()).toContain('slate.mp4');
    });

    test('a second preset fills in beside the first, and what is typed afterwards counts', async () => {
      const { operator, newTask, cardOf } = at();
      await operator.opensForm(newTask({ vod_loop_time: '3' }).task_id);
      await fillsIn(at(), 'standby-slate', 'Filled in from *standby-slate*');
      await fillsIn(at(), 'forever', 'Filled in from *forever*');
      await operator.fills({ 'source_urls 1': `${MEDIA}/own.mp4`, reason: 'Both, and my own' });

      const card = await cardOf(await operator.submits());

      expect(card.text()).toContain('own.mp4');
      expect(card.text()).not.toContain('slate.mp4');
      expect(card.text()).toContain('until the end');
    });

    test('a file that was attached and not read is named when a preset brings its own list', async () => {
      const { operator, newTask } = at();
      await operator.opensForm(newTask().task_id);
      operator.attaches('evening.txt', `${MEDIA}/evening.mp4`);

      const form = await fillsIn(at(), 'standby-slate', 'no longer attached');

      expect(form).toContain('evening.txt');
    });

    test('a short form offers none', async () => {
      const { operator, newTask } = at();
      await operator.types(`/relay pause ${newTask().task_id}`);
      await operator.untilSees('This pauses the task');

      expect(JSON.stringify(operator.form()?.blocks)).not.toContain('preset_choice');
    });

    test('an approver saves one from an applied request, and it is listed, shown, renamed and removed', async () => {
      const { lead, operator } = at();
      const { card, savesAs } = await appliedInHistory(at(), { vod_loop_time: '5' });
      await savesAs(lead);
      await lead.untilSees(`This saves what ${card.request} changed`, '5 rounds');

      await lead.fills({ preset_name: ' Five-Rounds ' });
      const saved = await lead.triesToSubmit();

      expect(JSON.stringify(saved)).toContain('five-rounds');
      await lead.leaves();
      await operator.types('/relay presets');
      const listed = await untilAnswer(at(), operator, '3 presets', 'five-rounds');
      expect(listed).toContain('standby-slate');
      expect(listed).toContain('in relaydesk.yml');
      expect(listed).toContain(`from \`${card.request}\``);
      await operator.types('/relay presets five-rounds');
      await untilAnswer(at(), operator, '*five-rounds* in', '5 rounds');
      await operator.types('/relay presets rename five-rounds mine');
      await untilAnswer(at(), operator, 'Only approvers of this project');
      await lead.types('/relay presets rename five-rounds five');
      await untilAnswer(at(), lead, '*five-rounds* is now called *five*');
      await lead.types('/relay presets remove five');
      await untilAnswer(at(), lead, '*five* is removed', '5 rounds');
      await lead.types('/relay presets remove five');
      await untilAnswer(at(), lead, 'no longer a saved preset of this name');
      await lead.types('/relay audit live-prod');
      await untilAnswer(at(), lead, 'preset_save', 'preset_rename', 'preset_remove');
    });

    test('only an approver is asked for a name, and a name of the configuration is refused', async () => {
      const { lead, operator } = at();
      const { savesAs } = await appliedInHistory(at(), { vod_loop_time: '6' });
      await savesAs(operator);
      await operator.untilSees('🔒', 'Only approvers of this project');
      await savesAs(lead);
      await lead.untilSees('6 rounds');
      await lead.fills({ preset_name: 'standby-slate' });

      expect(JSON.stringify(await lead.triesToSubmit())).toContain('is in relaydesk.yml');
      await lead.fills({ preset_name: 'two words' });
      expect(JSON.stringify(await lead.triesToSubmit())).toContain('lower case letters');
    });

    test('a preset that is gone when it is chosen fills in nothing', async () => {
      const { lead, operator, newTask } = at();
      const { savesAs } = await appliedInHistory(at(), { vod_loop_time: '8' });
      await savesAs(lead);
      await lead.untilSees('8 rounds');
      await lead.fills({ preset_name: 'short-lived' });
      await lead.triesToSubmit();
      await operator.opensForm(newTask().task_id);
      await operator.fills({ reason: 'Typed before' });
      await lead.leaves();
      await lead.types('/relay presets remove short-lived');
      await untilAnswer(at(), lead, 'is removed');

      await fillsIn(at(), 'short-lived', 'The preset *short-lived* no longer exists');

      expect(operator.form()?.state).toMatchObject({
        reason: { value: { value: 'Typed before' } },
      });
    });

    test('a name that no preset has is shown as typed text, with the one that was meant', async () => {
      const { operator } = at();
      await operator.types('/relay presets <!channel>');
      await untilAnswer(at(), operator, 'There is no preset');

      expect(JSON.stringify(newestAnswer(at(), operator))).not.toContain('<!channel>');
      await operator.types('/relay presets standby-slat');
      await untilAnswer(at(), operator, 'Did you mean `standby-slate`?');
    });
  },
  { projectYaml: CONFIG },
);
