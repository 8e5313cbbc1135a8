import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS, runCommand } from '#commands/index.ts';
import { explain, explainRequest } from '#src/approval/policy/explain.ts';
import type { ProjectPolicy } from '#src/approval/policy/requirement.ts';
import { MODIFIABLE_FIELDS } from '#src/relay/relay-task.ts';
import { auditFacts, auditLineText } from '#src/slack/command/audit-lines.ts';
import {
  explainedChange,
  explainedPolicy,
  explainedRequest,
} from '#src/slack/command/explanation.ts';
import type { WordsReply } from '#src/slack/command/replies.ts';
import { renderReply } from '#src/slack/command/replies.ts';
import { messagesOf } from '#src/slack/kit/message.ts';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';
import { nowMs } from '../../relay/sample-task.ts';
import { hostileRequest } from '../hostile-request.ts';
import { hostileText, problemsOf, runs } from '../hostile.ts';

const people = (count: number, mark: string) => ({
  users: Array.from({ length: count }, (_all, index) => `U0${mark}${index}ABCDEF`),
  usergroups: Array.from({ length: count }, (_all, index) => `S0${mark}${index}ABCDEF`),
});

/** More people, rules and freezes than anybody configures. */
const policyWith = (reason: string): ProjectPolicy => ({
  quorum: 10,
  approvers: people(150, 'ALL'),
  expiresAfterMs: 3_600_000,
  breakGlass: people(150, 'GLASS'),
  version: 'a1b2c3d4e5f6',
  rules: Array.from({ length: 20 }, (_all, index) => ({
    when: {
      fields: MODIFIABLE_FIELDS,
      only: true,
      status: 'pause',
      live_now: true,
      ends_earlier: true,
      removes_sources: true,
    },
    quorum: 10,
    approvers: people(100, `R${index}`),
    expiresAfterMs: 60_000,
    holdMs: 60_000,
  })),
  freeze: Array.from({ length: 10 }, () => ({ fromMs: 0, toMs: nowMs + 1, reason })),
});

const reason150 = hostileText.map((text) => Array.from(text).slice(0, 150).join(''));

/** Answers for one person, however long. */
describe.each(LANGUAGES)('with the worst input, in %s', (language) => {
  const words = wordsFor(language);

  test('Slack accepts the explanation of a change, uncut', () => {
    fc.assert(
      fc.property(hostileRequest, reason150, (request, reason) => {
        const policy = policyWith(reason);
        const facts = { fields: MODIFIABLE_FIELDS, status: 'pause' };
        const project = { name: 'p'.repeat(63), policy };
        const messages = [
          explainedPolicy(project, policy.freeze, nowMs, words),
          explainedChange('title', explain(policy, facts, nowMs, policy.freeze), nowMs, words),
          explainedRequest(
            request,
            explainRequest(request, policy, nowMs, policy.freeze),
            nowMs,
            words,
          ),
        ].flatMap(messagesOf);

        expect(messages.flatMap(problemsOf)).toEqual([]);
        const said = JSON.stringify(messages);
        for (const list of ['ALL149', 'GLASS149', 'R19', 'R1999']) expect(said).toContain(list);
      }),
      { ...runs, numRuns: 15 },
    );
  });

  test('Slack accepts audit lines, also those of other writers', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (text, other) => {
        const fields = { at: text, request: text, event: text, state: other, digest: other };
        const line = JSON.stringify({
          ...fields,
          person: { userId: 'U0LEAD' },
          note: other,
          outcome: { request_id: text },
        });
        const facts = [line, text].map((each) =>
          auditFacts({ id: '1-1', line: each, previous: '', hash: 'f'.repeat(64) }),
        );
        const lines = Array.from({ length: 25 }, () => facts.map(auditLineText)).flat();
        const messages = messagesOf([words.audit.request('R-1', 25), ...lines]);

        expect(messages.flatMap(problemsOf)).toEqual([]);
      }),
      { ...runs, numRuns: 20 },
    );
  });

  test('Slack accepts the answer to whatever is typed after the command', () => {
    const names = COMMANDS.map(({ name }) => name);
    const typed = fc.tuple(
      fc.constantFrom('', ...names),
      fc.array(hostileText, { minLength: 1, maxLength: 3 }),
    );
    const projects = Array.from({ length: 60 }, (_all, index) => `p${index}-`.padEnd(63, 'x'));
    const problems = (line: string) => {
      const reply = runCommand(line, projects);
      return isInWords(reply) ? problemsOf(renderReply(reply, words)) : [];
    };
    fc.assert(
      fc.property(typed, ([name, texts]) => {
        expect(problems([name, ...texts].join(' '))).toEqual([]);
      }),
      { ...runs, numRuns: 100 },
    );
    expect(['', ...names].flatMap((name) => problems(`help ${name}`))).toEqual([]);
  });
});

function isInWords(reply: ReturnType<typeof runCommand>): reply is WordsReply {
  return reply.kind === 'help' || /^unknown|_missing$|^search|^too_many/.test(reply.kind);
}
