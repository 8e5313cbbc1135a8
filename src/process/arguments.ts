/** The output and exit code of a program that does not start. */
interface Reply {
  readonly text: string;
  readonly code: 0 | 1 | 2;
}

const KNOWN = ['--check', '--version', '--help'];

/**
 * Handles the arguments of `node dist/main.js`; undefined: there are none, so it starts. `check` tells what is wrong with
 * the configuration, a line each.
 */
export function answerArguments(
  args: readonly string[],
  version: string,
  check: () => readonly string[],
): Reply | undefined {
  const [first, ...more] = args;
  if (first === undefined) return undefined;
  if (more.length === 0 && first === '--check') return checked(check());
  if (more.length === 0 && first === '--version') return { text: `${version}\n`, code: 0 };
  if (more.length === 0 && (first === '--help' || first === '-h')) {
    return { text: usage(version), code: 0 };
  }
  const unknown = KNOWN.includes(first) ? more[0] : first;
  const text = `relaydesk does not know the argument ${unknown}, and did not start. --help shows what there is.\n`;
  return { text, code: 2 };
}

function checked(problems: readonly string[]): Reply {
  return problems.length === 0
    ? { text: 'The environment and relaydesk.yml are in order.\n', code: 0 }
    : { text: `${problems.join('\n')}\n`, code: 1 };
}

function usage(version: string): string {
  return `relaydesk ${version}: the approval desk for Huawei Cloud Live relay tasks, in Slack

node dist/main.js             starts one replica
node dist/main.js --check     reads the environment and relaydesk.yml, says what is wrong, and starts nothing
node dist/main.js --version   prints the version
node dist/main.js --help      prints this

Settings come from the environment and from relaydesk.yml; docs/SETTINGS.md lists them.

node dist/doctor.js           checks the set-up and changes nothing
node dist/audit.js            exports or verifies the audit trail
node dist/probe.js            measures the Live API on a task of your choice
`;
}
