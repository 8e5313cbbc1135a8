import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '#src/config/load-config.ts';
import type { Log } from '#src/log.ts';
import type { SourceCheckStore, SourceLooks } from '#src/ports/source-checks.ts';
import { createCheckSource } from '#src/sources/check.ts';
import { createEgress } from '#src/sources/egress.ts';
import { createExaminer } from '#src/sources/examine.ts';
import { createSourceLooks, NO_LOOKS } from '#src/sources/source-looks.ts';

/** Checks sources as configured. */
export function configuredSources(
  { sourceChecks: policy }: Config,
  store: SourceCheckStore,
  { now, log }: { readonly now: () => number; readonly log: Log },
): SourceLooks {
  if (policy.offBecause === 'proxy') {
    log.warn('sources are not looked at: behind a proxy nobody here can tell where a name leads');
  }
  if (policy.check === 'off') return NO_LOOKS;
  const egress = createEgress({ policy });
  return createSourceLooks({
    isRequired: policy.check === 'require',
    check: createCheckSource({ egress, examiner: createExaminer(), now }),
    store,
    now,
    after: (ms) => sleep(ms, undefined, { ref: false }),
    onError: (error) => log.warn('what a look at a source found was not kept', { error }),
  });
}
