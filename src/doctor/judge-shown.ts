import type { Answer, BlockProblem } from '#src/slack/transport/workspace-probe.ts';
import { about, type Finding } from './finding.ts';
import { RATE_LIMITED } from '#src/slack/transport/workspace-probe.ts';
import { refusedBySlack } from './judge-slack.ts';

interface Validated {
  readonly name: string;
  readonly answer: Answer<readonly BlockProblem[]>;
}

const { ok, warn, fail, skip } = about('cards and forms');
const WHAT = 'blocks.validate';

/** What Slack says about samples of everything people see. Not every workspace offers this check. */
export function judgeShown(all: readonly Validated[]): Finding[] {
  const refused = all.flatMap(({ answer }) => (answer.ok ? [] : [answer]));
  const [first] = refused;
  if (first?.error === 'unknown_method') {
    return [ok(WHAT, 'not offered by this workspace; nothing was checked')];
  }
  const bad = all.flatMap(({ name, answer }) => {
    const [problem] = answer.ok ? answer.value : [];
    return problem
      ? [fail(name, `Slack rejects it: ${problem.pointer} ${problem.message}`, REPORT)]
      : [];
  });
  if (first) {
    const { found, todo } = refusedBySlack(first);
    const said = `${refused.length} of ${all.length} were not checked: ${found}`;
    const isBusy = first.error === RATE_LIMITED;
    return [...bad, isBusy ? skip(WHAT, `${said}; ${todo}`) : warn(WHAT, said, todo)];
  }
  return bad.length > 0
    ? bad
    : [ok(WHAT, `Slack accepts all ${all.length} cards, forms and lists`)];
}

const REPORT = 'this is a bug of relaydesk; report it with this line';
