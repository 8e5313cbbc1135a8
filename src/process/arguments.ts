/** The output and exit code of a program that does not start. */
interface Reply {
  readonly text: string;
  readonly code: 0 | 2;
}

/** Handles the arguments of `node dist/main.js`; undefined: there are none, so it starts. */
export function answerArguments(args: readonly string[], version: string): Reply | undefined {
  const [first, ...more] = args;
  if (first === undefined) return undefined;
  if (more.length === 0 && first === '--version') return { text: `${version}\n`, code: 0 };
  if (more.length === 0 && (first === '--help' || first === '-h')) {
    return { text: usage(version), code: 0 };
  }
  const known = first === '--version' || first === '--help' ? more[0] : first;
  const text = `relaydesk does not know the argument ${known}, and did not start. --help shows what there is.\n`;
  return { text, code: 2 };
}

function usage(version: string): string {
  return `relaydesk ${version}: the approval desk for Huawei Cloud Live relay tasks, in Slack

node dist/main.js             starts one replica
node dist/main.js --version   prints the version
node dist/main.js --help      prints this

Settings come from the environment and from relaydesk.yml; README lists them.

node dist/doctor.js           checks the set-up and changes nothing
node dist/audit.js            exports or verifies the audit trail
node dist/probe.js            measures the Live API on a task of your choice
`;
}
