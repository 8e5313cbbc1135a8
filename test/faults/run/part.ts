import { MET_GOODBYE } from '#sandbox/slack/socket-transport.ts';
import { audit, type Findings } from './audit.ts';
import { settles } from './settle.ts';
import type { Ledger } from './ledger.ts';
import type { Stage } from './stage.ts';

/** One line of the table. */
export interface Row extends Findings {
  readonly part: string;
  readonly runs: number;
  readonly seconds: number;
  readonly counts: ReturnType<Ledger['counts']>;
  readonly notes: string;
}

/**
 * Clicks over Socket Mode that Slack sent in the milliseconds before a replica's close frame came, and answered with its
 * own error. No client can help that: after its close frame it can acknowledge nothing.
 */
export const metGoodbyes = ({ slack }: Stage): number =>
  slack.workspace.deliveries.filter(({ reason }) => reason === MET_GOODBYE).length;

/** Differs after each piece of work that came due or was done. */
const workOf = async ({ reader }: Stage): Promise<string> =>
  JSON.stringify(await reader.xinfo('STREAM', '{relaydesk}:outbox'));

/**
 * Looks come due for minutes after everything else is done. What is found while one of them changes something is true
 * of no moment, so it is looked for again.
 */
const auditedAtRest = async (stage: Stage, isShort: boolean) => {
  for (;;) {
    const waiting = await settles(stage, isShort);
    const before = await workOf(stage);
    const findings = await audit(stage, waiting);
    if (isClean(findings) || (await workOf(stage)) === before) return { waiting, findings };
  }
};

/** Ends a part: completes everything, then audits it. */
export const concluded = async (
  part: string,
  stage: Stage,
  input: {
    readonly runs: number;
    readonly startedMs: number;
    readonly isShort: boolean;
    readonly notes?: string;
  },
): Promise<Row> => {
  const { waiting, findings } = await auditedAtRest(stage, input.isShort);
  const said = [
    ...(waiting.length > 0 ? [`${waiting.length} unconfirmed, still being read`] : []),
    ...(input.notes ? [input.notes] : []),
  ];
  await stage.close();
  return {
    ...findings,
    part,
    runs: input.runs,
    seconds: (Date.now() - input.startedMs) / 1000,
    counts: stage.ledger.counts(),
    notes: said.join('; '),
  };
};

/** Several stages of the same part, as one line. */
export const together = (part: string, rows: readonly Row[]): Row => ({
  part,
  runs: sum(rows, 'runs'),
  requests: sum(rows, 'requests'),
  puts: sum(rows, 'puts'),
  looks: sum(rows, 'looks'),
  doubled: rows.flatMap(({ doubled }) => doubled),
  lost: rows.flatMap(({ lost }) => lost),
  silent: rows.flatMap(({ silent }) => silent),
  untrue: rows.flatMap(({ untrue }) => untrue),
  seconds: Math.max(0, ...rows.map(({ seconds }) => seconds)),
  counts: {
    clicks: rows.reduce((total, { counts }) => total + counts.clicks, 0),
    slackErrors: rows.reduce((total, { counts }) => total + counts.slackErrors, 0),
    leftLoading: rows.reduce((total, { counts }) => total + counts.leftLoading, 0),
    askedAgain: rows.reduce((total, { counts }) => total + counts.askedAgain, 0),
  },
  notes: [...new Set(rows.map(({ notes }) => notes))].join('; '),
});

/** The same, for stages that came one after another. */
export const inARow = (part: string, rows: readonly Row[]): Row => ({
  ...together(part, rows),
  seconds: sum(rows, 'seconds'),
});

/** A part that could not be completed is not clean. */
export const broken = (part: string, error: unknown): Row => ({
  ...together(part, []),
  lost: [
    `the part broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  ],
});

const sum = (
  rows: readonly Row[],
  name: 'runs' | 'requests' | 'puts' | 'looks' | 'seconds',
): number => rows.reduce((total, row) => total + row[name], 0);

export const isClean = ({ doubled, lost, silent, untrue }: Findings): boolean =>
  [doubled, lost, silent, untrue].every(({ length }) => length === 0);
