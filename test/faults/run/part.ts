import { audit, type Findings } from './audit.ts';
import { settles } from './settle.ts';
import type { Stage } from './stage.ts';

/** One line of the table. */
export interface Row extends Findings {
  readonly part: string;
  readonly runs: number;
  readonly seconds: number;
  readonly notes: string;
}

/** Ends a part: everything is driven to its end, and then the auditor comes. */
export const concluded = async (
  part: string,
  stage: Stage,
  input: { readonly runs: number; readonly startedMs: number; readonly notes?: string },
): Promise<Row> => {
  await settles(stage);
  const findings = await audit(stage);
  const { clicks, slackErrors, leftLoading } = stage.ledger.counts();
  const said = [
    `${clicks} clicks`,
    ...(slackErrors > 0 ? [`${slackErrors} answered by Slack's own error`] : []),
    ...(leftLoading > 0 ? [`${leftLoading} modals left at "loading"`] : []),
    ...(input.notes ? [input.notes] : []),
  ];
  if (findings.untrue.length > 0) {
    for (const text of findings.untrue) {
      const id = /R-\d+/.exec(text)?.[0] ?? '';
      const doc = (await import('./audit.ts')).documents;
      const request = (await doc(stage)).find((r) => r.id === id);
      console.log(
        text,
        JSON.stringify(request?.history),
        JSON.stringify(await stage.reader.hgetall(`{relaydesk}:messages:${id}`)),
      );
      for (const call of stage.slack.calls())
        if (
          JSON.stringify(call.args).includes(`${id} `) ||
          JSON.stringify(call.args).includes(`"${id}\"`)
        )
          console.log(
            '  ',
            call.atMs,
            call.method,
            call.ok,
            JSON.stringify(call.args['text']),
            JSON.stringify(call.args['ts']),
            JSON.stringify(call.args['metadata']),
          );
    }
  }
  await stage.close();
  return {
    ...findings,
    part,
    runs: input.runs,
    seconds: (Date.now() - input.startedMs) / 1000,
    notes: said.join(', '),
  };
};

/** Several stages that played the same part, as one line. */
export const together = (part: string, rows: readonly Row[]): Row => ({
  part,
  runs: sum(rows, 'runs'),
  requests: sum(rows, 'requests'),
  puts: sum(rows, 'puts'),
  doubled: rows.flatMap(({ doubled }) => doubled),
  lost: rows.flatMap(({ lost }) => lost),
  silent: rows.flatMap(({ silent }) => silent),
  untrue: rows.flatMap(({ untrue }) => untrue),
  seconds: Math.max(...rows.map(({ seconds }) => seconds)),
  notes: rows.map(({ notes }) => notes).join(' | '),
});

const sum = (rows: readonly Row[], name: 'runs' | 'requests' | 'puts'): number =>
  rows.reduce((total, row) => total + row[name], 0);

export const isClean = ({ doubled, lost, silent, untrue }: Row): boolean =>
  [doubled, lost, silent, untrue].every(({ length }) => length === 0);
