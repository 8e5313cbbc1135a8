import { afterEach, expect, test, vi } from 'vitest';
import { createSlackClients, createUploadClient } from '#src/slack/transport/client.ts';
import type { SlackConnection } from '#src/slack/transport/connection.ts';
import { partOf } from '../../part-of.ts';

afterEach(() => vi.restoreAllMocks());

test('an upload may take minutes; every other call ends after five seconds', async () => {
  const times = vi.spyOn(AbortSignal, 'timeout');
  vi.spyOn(globalThis, 'fetch').mockImplementation(() =>
    Promise.resolve(Response.json({ ok: true })),
  );
  const connection = partOf<SlackConnection>({
    access: () => ({ apiUrl: 'https://slack.example.com/api/', botToken: 'xoxb-1' }),
    log: { debug: () => undefined },
    now: () => 0,
    onCall: () => undefined,
  });
  const { client, postingClient } = createSlackClients(connection);
  const uploadClient = createUploadClient(connection);

  for (const each of [client, postingClient, uploadClient]) await each.auth.test();

  expect(times.mock.calls).toEqual([[5_000], [5_000], [5 * 60_000]]);
});
