import { describe, expect, test } from 'vitest';
import { diagnosis, doctor, open } from './doctor.ts';

describe('What the doctor cannot check', () => {
  test("a password that is not set: its variable's name is not used to sign in", async () => {
    const { env, live } = await open({ written: { password: '$HW_PASSWORD' } });

    const { code, bad } = await diagnosis(env);

    expect(bad).toEqual([
      expect.objectContaining({
        status: 'fail',
        found: 'projects[0].auth.token.password: $HW_PASSWORD is not set in the environment',
        todo: 'export HW_PASSWORD, or put its value into a file and its path into HW_PASSWORD_FILE',
      }),
      expect.objectContaining({
        status: 'skip',
        what: 'live-prod',
        found: 'not checked until $HW_PASSWORD is set',
      }),
    ]);
    expect(live.calls()).toEqual([]);
    expect(code).toBe(1);
  });

  test('host names of IAM and the endpoint that do not resolve', async () => {
    const unknown = 'https://iam.nowhere.invalid';
    const { env } = await open({ written: { iam: unknown } });
    const first = await diagnosis(env);
    const other = await open({ auth: 'aksk', written: { endpoint: unknown } });
    const second = await diagnosis(other.env);

    expect(first.bad).toEqual([
      expect.objectContaining({
        status: 'fail',
        found: expect.stringContaining('Signing in at IAM failed'),
        todo: 'no such host: correct auth.token.iam of live-prod, or the DNS of this machine',
      }),
    ]);
    expect(second.bad).toEqual([
      expect.objectContaining({
        todo: 'no such host: correct endpoint of live-prod, or the DNS of this machine',
      }),
    ]);
  });

  test('a Slack that limits the rate is not checked, and that is no failure', async () => {
    const { env, slack } = await open();
    slack.fail({
      method: 'users.info',
      with: { status: 429, retryAfter: 30 },
      times: Number.POSITIVE_INFINITY,
    });

    const { code, bad } = await diagnosis(env);

    expect(new Set(bad.map(({ status }) => status))).toEqual(new Set(['skip']));
    expect(bad.map(({ subject }) => subject)).toContain('people');
    expect(code).toBe(0);
  });

  test('a Slack that never answers is given up on, and the rest is reported', async () => {
    const { env, slack } = await open();
    slack.fail({ method: 'auth.test', with: 'timeout', times: Number.POSITIVE_INFINITY });

    const { code, said } = await doctor(env);

    expect(said).toMatch(/fail +SLACK_BOT_TOKEN +Slack cannot be reached/);
    expect(said).toContain('credentials are accepted');
    expect(code).toBe(1);
  });
});
