import type { LoadedConfig } from '#src/config/load-config.ts';
import type { Log } from '#src/log.ts';
import { examine, LIGHT } from './examine.ts';
import { type Finding, inOrder, SUBJECTS } from './finding.ts';

/** How often to check again, in milliseconds: nothing tells relaydesk that people or groups have changed. */
const AGAIN_MS = 6 * 3_600_000;

/** How many findings of a subject need attention; every subject has a count for each status, mostly 0. */
export interface FindingCount {
  readonly subject: string;
  readonly status: 'warn' | 'fail';
  readonly count: number;
}

/**
 * Checks the set-up of a running replica now, every six hours, and whenever the returned function is called, which is
 * when the configuration has changed. Problems are logged once and counted. Nothing waits for the check, and if it fails, that has no other effect.
 */
export function examineOnDuty(deps: {
  readonly loaded: () => LoadedConfig;
  readonly now: () => number;
  readonly log: Log;
  readonly count: (counts: readonly FindingCount[], atMs: number) => void;
}): () => void {
  const { loaded, now, log, count } = deps;
  const tell = createTelling(log);
  const once = async (): Promise<void> => {
    const findings = await examine(loaded(), now, LIGHT);
    tell(findings);
    count(countsOf(findings), now());
  };
  // One at a time: many changes in a row are one check more.
  let isAsked = false;
  let isAtIt = false;
  const look = async (): Promise<void> => {
    isAsked = true;
    if (isAtIt) return;
    isAtIt = true;
    while (isAsked) {
      isAsked = false;
      await once().catch((error: unknown) =>
        log.error('the set-up could not be checked', { error }),
      );
    }
    isAtIt = false;
  };
  setInterval(() => void look(), AGAIN_MS).unref();
  void look();
  return () => void look();
}

/** Logs what was not logged before, and once that all is well. */
export function createTelling(log: Pick<Log, 'warn' | 'info'>) {
  let told: ReadonlySet<string> | undefined;
  return (findings: readonly Finding[]): void => {
    const bad = inOrder(findings).filter(({ status }) => status === 'warn' || status === 'fail');
    for (const finding of bad) {
      if (!told?.has(keyOf(finding))) log.warn('the set-up needs attention', finding);
    }
    if (bad.length === 0 && told?.size !== 0) log.info('the set-up was checked: no problems');
    told = new Set(bad.map(keyOf));
  };
}

export function countsOf(findings: readonly Finding[]): FindingCount[] {
  return SUBJECTS.flatMap((subject) =>
    (['warn', 'fail'] as const).map((status) => ({
      subject,
      status,
      count: findings.filter((each) => each.subject === subject && each.status === status).length,
    })),
  );
}

function keyOf({ subject, what, found }: Finding): string {
  return [subject, what, found].join('\n');
}
