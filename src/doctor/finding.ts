/** One line of the doctor's report. Plain values, and never a secret in any of them. */
export interface Finding {
  readonly subject: Subject;
  /** What was looked at. */
  readonly what: string;
  /** `skip`: it could not be looked at, because of something that has a line of its own. */
  readonly status: Status;
  /** How it is. */
  readonly found: string;
  /** What to do, for everything that is not well. */
  readonly todo?: string;
}

export type Status = 'ok' | 'warn' | 'fail' | 'skip';

/** In the order of the report. */
export const SUBJECTS = [
  'configuration',
  'Slack',
  'channels',
  'people',
  'policy',
  'cards and forms',
  'Live API',
  'Redis',
  'clock',
] as const;

export type Subject = (typeof SUBJECTS)[number];

/** Findings of one subject. */
export function about(subject: Subject) {
  const withTodo =
    (status: 'warn' | 'fail') =>
    (what: string, found: string, todo: string): Finding => ({
      subject,
      what,
      status,
      found,
      todo,
    });
  return {
    ok: (what: string, found: string): Finding => ({ subject, what, status: 'ok', found }),
    skip: (what: string, found: string): Finding => ({ subject, what, status: 'skip', found }),
    warn: withTodo('warn'),
    fail: withTodo('fail'),
  };
}
