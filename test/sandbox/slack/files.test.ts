import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedSlack } from './index.ts';
import { call, openSlack } from './testing.ts';

describe('a file of the bot', () => {
  let slack: SimulatedSlack;

  beforeEach(async () => {
    slack = await openSlack();
  });

  afterEach(() => slack.stop());

  const uploaded = async (name: string, content: string): Promise<unknown> => {
    const { length } = Buffer.from(content);
    const asked = await call(slack, 'files.getUploadURLExternal', { filename: name, length });
    const body = new FormData();
    body.append('filename', new Blob([content]), name);
    const upload = await fetch(String(asked['upload_url']), { method: 'POST', body });
    expect(upload.status).toBe(200);
    return asked['file_id'];
  };

  it('comes in three steps, into a thread as well', async () => {
    const parent = await call(slack, 'chat.postMessage', { channel: 'C0OPS', text: 'x' });
    const files = [{ id: await uploaded('audit.jsonl', '{"a":1}'), title: 'Audit' }];
    const place = { channel_id: 'C0OPS', thread_ts: parent['ts'] };
    const done = await call(slack, 'files.completeUploadExternal', {
      files,
      ...place,
      initial_comment: 'Here it is & more',
    });

    const file = { name: 'audit.jsonl', title: 'Audit', size: 7, filetype: 'jsonl' };
    expect(done).toMatchObject({ ok: true, files: [file] });
    expect(slack.thread('C0OPS', String(parent['ts'])).messages()).toMatchObject([
      { text: 'Here it is &amp; more', files: [file] },
    ]);
  });

  it('that is not whole is refused, and so is a place that is not there', async () => {
    const asked = await call(slack, 'files.getUploadURLExternal', { filename: 'a.txt', length: 3 });
    const tooShort = await fetch(String(asked['upload_url']), { method: 'POST', body: 'ab' });
    const id = await uploaded('b.txt', 'abc');
    const complete = async (args: object) =>
      (await call(slack, 'files.completeUploadExternal', { ...args }))['error'];

    expect(tooShort.status).toBe(400);
    expect(await complete({ files: [{ id: asked['file_id'] }] })).toBe('file_not_found');
    expect(await complete({ files: [{ id: 'F1' }] })).toBe('file_not_found');
    expect(await complete({ files: [] })).toBe('invalid_arguments');
    expect(await complete({ files: [{ id }], channel_id: 'C0OUT' })).toBe('not_in_channel');
    expect(await complete({ files: [{ id }], channel_id: 'C0SECRET' })).toBe('channel_not_found');
    expect(await complete({ files: [{ id }], channel_id: 'C0OPS', thread_ts: '1.1' })).toBe(
      'thread_not_found',
    );
    expect(slack.channel('C0OPS').messages()).toEqual([]);
    const ask = { filename: 'a.txt', length: 0 };
    expect(await call(slack, 'files.getUploadURLExternal', ask)).toMatchObject({
      error: 'missing_argument',
    });
  });
});

const read = (address: string, token: string): Promise<Response> =>
  fetch(address, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual' });

describe('a file of a person', () => {
  let slack: SimulatedSlack;

  beforeEach(async () => {
    slack = await openSlack();
  });

  afterEach(() => slack.stop());

  const view = {
    type: 'modal',
    callback_id: 'files',
    title: { type: 'plain_text', text: 'Files' },
    submit: { type: 'plain_text', text: 'Send' },
    blocks: [
      {
        type: 'input',
        block_id: 'list',
        label: { type: 'plain_text', text: 'The list' },
        element: { type: 'file_input', action_id: 'value', filetypes: ['txt'], max_files: 1 },
      },
    ],
  };

  const opens = (): Promise<Record<string, unknown>> => {
    const id = slack.workspace.newId('');
    slack.workspace.triggers.set(id, {
      personId: 'U0ANN',
      atMs: slack.workspace.now(),
      used: false,
    });
    return call(slack, 'views.open', { trigger_id: id, view });
  };

  it('stands in the state of its field, and is handed to the bot alone', async () => {
    expect(await opens()).toMatchObject({ ok: true });
    const person = slack.person('U0ANN');
    person.attaches('modal', 'list', { name: 'evening.txt', content: 'one\ntwo' });

    const [file] = (person.modal()?.state['list']?.['value']?.['files'] ?? []) as {
      url_private: string;
    }[];
    expect(file).toMatchObject({ name: 'evening.txt', size: 7, user: 'U0ANN', filetype: 'txt' });
    const address = file?.url_private ?? '';
    expect(await (await read(address, 'xoxb-sandbox')).text()).toBe('one\ntwo');
    expect((await read(address, 'xoxb-another')).status).toBe(302);
    expect((await read(address.replace(/-F\w+/, '-F0GONE'), 'xoxb-sandbox')).status).toBe(404);
  });

  it('that the field does not accept cannot be chosen', async () => {
    await opens();

    expect(() =>
      slack.person('U0ANN').attaches('modal', 'list', { name: 'a.pdf', content: 'x' }),
    ).toThrow('only txt files');
  });

  it('has no field in an app that may not read files', async () => {
    await slack.stop();
    slack = await openSlack({ manifest: {} });

    expect(await opens()).toMatchObject({
      ok: false,
      error: 'missing_scope',
      needed: 'files:read',
    });
  });
});
