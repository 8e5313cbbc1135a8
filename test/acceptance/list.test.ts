import { expect, test } from 'vitest';
import { CHANNELS } from '#sandbox/cast.ts';
import { toWireTime, type WireTaskFields } from '#sandbox/live/wire-task.ts';
import { messageText } from '#sandbox/story-text.ts';
import { MINUTE_MS, OWN_DESK, type Desk, story } from './desk.ts';

/** In addition to the sandbox's six tasks. */
const MORE = 130;
const ALL = MORE + 6;

const nameOf = (index: number): string => `marathon-${String(index).padStart(3, '0')}`;

const addTasks = (at: Desk): void => {
  for (let index = 1; index <= MORE; index += 1) {
    at.live.addTask({
      task_id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      app_name: 'many',
      stream_name: nameOf(index),
      domain: index % 2 === 0 ? 'push.even.example.com' : 'push.odd.example.com',
      push_args: 'txSecret=listSecret44',
      status: index % 13 === 0 ? 'pause' : 'enable',
      source_type: 'PullVodPushLive',
      source_urls: ['https://media.example.com/one.mp4?auth_key=listSecret44'],
    });
  }
};

/** The newest message that only the operator sees. */
const answer = ({ slack, operator }: Desk) => {
  const newest = slack.person(operator.id).ephemerals().at(-1);
  if (!newest) throw new Error('nothing was answered');
  return newest;
};

const untilAnswer = (at: Desk, ...words: readonly string[]): Promise<string> =>
  at.slack.until(
    () => {
      const shown = at.slack.person(at.operator.id).ephemerals().at(-1);
      const text = shown ? messageText(shown) : '';
      return words.every((word) => text.includes(word)) && text;
    },
    `an answer with "${words.join('", "')}"`,
  );

const turns = async (at: Desk, to: 'list_next' | 'list_previous'): Promise<void> => {
  await at.slack.person(at.operator.id).presses(answer(at), to);
};

story(
  'The list of relay tasks',
  (at) => {
    test('more than a hundred tasks can be paged through, each shown once', async () => {
      addTasks(at());
      await at().operator.types('/relay list');
      const texts = [await untilAnswer(at(), `${ALL} relay tasks`, '1 to 10')];

      for (let from = 11; from <= ALL; from += 10) {
        await turns(at(), 'list_next');
        texts.push(await untilAnswer(at(), `${from} to ${Math.min(from + 9, ALL)}`));
      }

      const all = texts.join('\n');
      for (let index = 1; index <= MORE; index += 1) {
        expect(all.split(`many/${nameOf(index)}`)).toHaveLength(2);
      }
      expect(texts.at(-1)).not.toContain('Next');
      await turns(at(), 'list_previous');
      await untilAnswer(at(), '121 to 130');
      expect(JSON.stringify(at().slack.calls())).not.toContain('listSecret44');
    });

    test.each([
      ['a word of the name', 'MARATHON-117', ['1 relay task', 'many/marathon-117']],
      ['an id', '000000000042', ['1 relay task', 'many/marathon-042']],
      ['a domain and a status', 'even.example status:pause', ['5 relay tasks', 'Paused']],
      ['what is not there', 'nowhere', [`None of the ${ALL}`, '/relay list live-prod']],
      ['a status that is not there', 'status:stopped', ['None of the', 'enable', 'pause']],
      ['words as they were typed', 'a&b <!channel>', ['None of the', 'a&b <!channel>']],
    ])('%s can be searched for', async (_what, words, said) => {
      await at().operator.types(`/relay list live-prod ${words}`);

      await untilAnswer(at(), ...said);
      expect(answer(at()).mentions).toEqual([]);
    });

    test('`ending` lists what ends soonest first, without tasks that are paused or have no end', async () => {
      const inMinutes = (minutes: number) => toWireTime(Date.now() + minutes * MINUTE_MS);
      const named = (stream_name: string, fields: WireTaskFields) =>
        at().newTask({ app_name: 'ends', stream_name, ...fields });
      named('last', { end_time: inMinutes(40) });
      named('first', { end_time: inMinutes(20) });
      named('paused', { end_time: inMinutes(10), status: 'pause' });
      named('rounds', { end_time: inMinutes(30), vod_loop_time: '3' });

      await at().operator.types('/relay list ending ends/');

      const text = await untilAnswer(at(), '3 relay tasks', 'soonest end first');
      expect(text.match(/ends\/\w+/g)).toEqual(['ends/first', 'ends/rounds', 'ends/last']);
      expect(text).toContain('could end sooner: it plays 3 rounds, of unknown length');
    });

    test('the menu of a task shows it and opens its form', async () => {
      const task = at().newTask();
      const operator = at().slack.person(at().operator.id);
      await at().operator.types(`/relay list ${task.task_id}`);
      await untilAnswer(at(), '1 relay task', String(task.stream_name));
      const list = answer(at());
      const blockId = `task live-prod ${task.task_id}`;

      await operator.presses(list, 'task_menu', { blockId, value: 'show' });
      await untilAnswer(at(), 'source_urls', 'vod_loop_time');
      await operator.presses(list, 'task_menu', { blockId, value: 'change' });

      const form = await at().operator.untilSees(String(task.stream_name), 'Ask for approval');
      expect(form).toContain(task.task_id);
    });

    test('an open page can be turned after a restart of the bot', async () => {
      await at().operator.types('/relay list');
      await untilAnswer(at(), '1 to 10');

      await at().restartBots();
      await turns(at(), 'list_next');

      expect(await untilAnswer(at(), '11 to 20')).toContain('many/marathon-');
    });

    test('a slow Live API is said to be slow, and then it answers', async () => {
      at().live.fail({ on: 'GET', with: { hold: true } });

      const ran = await at().slack.person(at().operator.id).runs('/relay list', {
        channel: CHANNELS.ops.id,
      });

      expect(ran.timedOut).not.toBe(true);
      await at().operator.isTold('Still waiting for the Live API');
      at().live.release();
      await untilAnswer(at(), '1 to 10');
    });

    test('a failure of the Live API is shown in its words', async () => {
      const body = { error_code: 'LIVE.100011002', error_msg: 'No way', request_id: 'c0ffee' };
      at().live.fail({ on: 'GET', with: { status: 400, body } });

      await at().operator.types('/relay list');

      const text = await untilAnswer(at(), 'LIVE.100011002', 'No way', 'c0ffee');
      expect(text).toContain('💡');
    });
  },
  OWN_DESK,
);
