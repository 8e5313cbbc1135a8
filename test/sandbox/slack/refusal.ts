import { describeProblem, type Problem } from './blocks/validate.ts';
import type { Fields } from './json.ts';

/** An answer of the Web API with `ok: false`, by Slack's own name. */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal';
  readonly code: string;
  readonly extra: Fields;

  constructor(code: string, extra: Fields = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

export const refuse = (code: string, extra: Fields = {}): never => {
  throw new SlackRefusal(code, extra);
};

export const refuseProblems = (code: string, problems: readonly Problem[]): void => {
  if (problems.length === 0) return;
  const messages = problems.map(describeProblem);
  refuse(code, { errors: messages, response_metadata: { messages } });
};
