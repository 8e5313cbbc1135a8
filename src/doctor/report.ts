import { type Finding, inOrder, SUBJECTS, type Status } from './finding.ts';

/** The findings as a table for people, grouped by subject, with a last line that counts. */
export function tableOf(findings: readonly Finding[]): string {
  const width = Math.min(44, Math.max(...findings.map(({ what }) => what.length)));
  const groups = SUBJECTS.flatMap((subject) => {
    const own = findings.filter((finding) => finding.subject === subject);
    return own.length === 0 ? [] : [[subject, ...own.map((each) => lineOf(each, width))]];
  });
  return `${groups.map((lines) => lines.join('\n')).join('\n\n')}\n\n${sumOf(findings)}\n`;
}

function lineOf({ status, what, found, todo }: Finding, width: number): string {
  const line = `  ${status.padEnd(4)}  ${what.padEnd(width)}  ${found}`;
  return todo === undefined ? line : `${line}\n${' '.repeat(width + 10)}→ ${todo}`;
}

function sumOf(findings: readonly Finding[]): string {
  const counts = countsOf(findings);
  const sum = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');
  return counts.fail === 0 ? `${sum}. relaydesk can run.` : `${sum}. See the lines marked fail.`;
}

function countsOf(findings: readonly Finding[]): Readonly<Record<Status, number>> {
  const count = (status: Status): number =>
    findings.filter((finding) => finding.status === status).length;
  return { ok: count('ok'), warn: count('warn'), fail: count('fail'), skip: count('skip') };
}

/** The same for programs: `{ ok, counts, findings }`. */
export function jsonOf(findings: readonly Finding[]): string {
  const report = { ok: isWell(findings), counts: countsOf(findings), findings: inOrder(findings) };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ status }) => status !== 'fail');
}
