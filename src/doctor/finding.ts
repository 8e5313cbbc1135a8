/** One line of the doctor's report, without secrets. */
export interface Finding {
  readonly subject: Subject;
  /** What was checked. */
  readonly what: string;
  /** `skip`: not checked, because of something that is reported on another line. */
  readonly status: Status;
  /** The result. */
  readonly found: string;
  /** What to do, for warnings and failures. */
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

export function inOrder(findings: readonly Finding[]): Finding[] {
  return SUBJECTS.flatMap((subject) => findings.filter((each) => each.subject === subject));
}

/** Findings of one subject. */
export function about(subject: Subject) {
  const plain =
    (status: Status) =>
    (what: string, found: string): Finding => ({ subject, what, status, found });
  const withTodo =
    (status: Status) =>
    (what: string, found: string, todo: string): Finding => ({
      subject,
      what,
      status,
      found,
      todo,
    });
  return { ok: plain('ok'), skip: plain('skip'), warn: withTodo('warn'), fail: withTodo('fail') };
}
