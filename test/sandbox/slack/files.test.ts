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
