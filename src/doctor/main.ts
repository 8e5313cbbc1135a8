import { setGlobalProxyFromEnv } from 'node:http';
import { type Environment, loadConfig } from '#src/config/load-config.ts';
import { proxyEnv } from '#src/config/proxies.ts';
import { createRedaction } from '#src/text/redaction.ts';
import { visible } from '#src/text/visible.ts';
import { examine, FULL } from './examine.ts';
import { isWell, jsonOf, tableOf } from './report.ts';

/**
 * `npm run doctor` checks everything that relaydesk needs and prints the findings; `-- --json` prints them for programs.
 * Exit code 0 when nothing failed.
 */

const { text, code } = await runDoctor(process.env);
process.stdout.write(text, () => process.exit(code));

async function runDoctor(environment: Environment): Promise<{ text: string; code: number }> {
  const [, , ...words] = process.argv;
  if (words.some((word) => word !== '--json')) {
    return { text: 'Usage: npm run doctor, or: npm run doctor -- --json\n', code: 2 };
  }
  const loaded = loadConfig(environment);
  setGlobalProxyFromEnv(proxyEnv(loaded.ok ? loaded.config.proxies : loaded.parts.proxies));
  const findings = await examine(loaded, () => Date.now(), FULL);
  const report = words.length > 0 ? jsonOf(findings) : tableOf(findings);
  const redact = createRedaction(loaded.secrets);
  return { text: visible(redact(report)), code: isWell(findings) ? 0 : 1 };
}
