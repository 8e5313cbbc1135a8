import { iamRefusal, invalid, refusal, type Answer } from './answer.ts';
import { parseJson, type Call } from './calls.ts';
import type { On } from './faults.ts';
import type { createIam } from './iam.ts';
import { list, type UnknownTask } from './list.ts';
import { modify, type ModifyRules } from './modify.ts';
import { listStreams, type StreamsAnswer } from './streams.ts';
import type { createSignatureCheck } from './signature.ts';
import type { createTaskStore } from './task-store.ts';

const iamPath = '/v3/auth/tokens';
const taskPath = /^\/v1\/([^/]+)\/pull\/stream\/task$/;
const streamsPath = /^\/v1\/([^/]+)\/realtime\/streams$/;
const maxBodyBytes = 12 * 1024 * 1024;

export const kindOf = (method: string, path: string): On | undefined => {
  if (path === iamPath) return method === 'POST' ? 'TOKEN' : undefined;
  if (streamsPath.test(path)) return method === 'GET' ? 'STREAMS' : undefined;
  if (!taskPath.test(path)) return undefined;
  return method === 'GET' || method === 'PUT' ? method : undefined;
};

interface Handled {
  readonly answer: Answer;
  readonly isApplied: boolean;
}

const unapplied = (answer: Answer): Handled => ({ answer, isApplied: false });

/** Answers a call: the gateway's checks first, then the service's, as in the real API. */
export const createRoutes = (deps: {
  readonly projectId: string;
  readonly unknownTask: UnknownTask;
  readonly rules: ModifyRules;
  readonly store: ReturnType<typeof createTaskStore>;
  readonly iam: ReturnType<typeof createIam>;
  readonly signatures: ReturnType<typeof createSignatureCheck>;
  readonly streamsAnswer: () => StreamsAnswer;
  readonly now: () => number;
  readonly modified: (taskId: string) => void;
}) => {
  const unauthorized = (input: {
    call: Call;
    target: string;
    body: Buffer;
  }): Answer | undefined => {
    const { headers, method } = input.call;
    const token = headers['x-auth-token'];
    if (token !== undefined) return deps.iam.check(token, deps.now());
    if (headers['authorization'] === undefined) {
      return refusal(
        401,
        'APIG.0301',
        'Incorrect IAM authentication information: x-auth-token not found',
      );
    }
    const request = { method, target: input.target, headers, body: input.body };
    return deps.signatures.check(request, deps.now());
  };

  const isOtherProject = (call: Call): boolean => {
    const inPath = (taskPath.exec(call.path) ?? streamsPath.exec(call.path))?.[1];
    // With AK/SK, only this header gives the project.
    const isNeeded = call.headers['x-auth-token'] === undefined;
    const inHeader = call.headers['x-project-id'] ?? (isNeeded ? undefined : inPath);
    return inPath !== deps.projectId || inHeader !== inPath;
  };

  const put = (call: Call): Handled => {
    if (!isJson(call)) {
      return unapplied(refusal(400, 'LIVE.100011012', 'The media type is not supported.'));
    }
    if (Object.keys(call.query).length > 0)
      return unapplied(invalid('no query parameters are taken'));
    const result = modify({
      body: parseJson(call.rawBody),
      find: deps.store.find,
      rules: deps.rules,
      nowMs: deps.now(),
    });
    if (result.kind === 'refused') return unapplied(result.answer);
    deps.store.put(result.task);
    deps.modified(result.task.task_id);
    return { answer: { status: 200, body: { task_id: result.task.task_id } }, isApplied: true };
  };

  const live = (input: { call: Call; target: string; body: Buffer }): Handled => {
    const { call } = input;
    if (!taskPath.test(call.path) && !streamsPath.test(call.path)) {
      return unapplied(
        refusal(404, 'APIG.0101', 'The API does not exist or has not been published.'),
      );
    }
    if (input.body.length > maxBodyBytes) {
      return unapplied(refusal(413, 'APIG.0201', 'Request entity too large'));
    }
    const denied = unauthorized(input);
    if (denied !== undefined) return unapplied(denied);
    if (isOtherProject(call)) {
      return unapplied(refusal(401, 'LIVE.100011015', 'The project ID check failed.'));
    }
    if (call.on === 'PUT') return put(call);
    const query = new URL(input.target, 'http://loopback').searchParams;
    if (call.on === 'STREAMS') {
      const pushed = deps.store.pushed();
      const answer = deps.streamsAnswer();
      return unapplied(listStreams({ query, pushed, answer, nowMs: deps.now() }));
    }
    if (call.on === 'GET') {
      return unapplied(
        list({ query, tasks: deps.store.uncopied(), unknownTask: deps.unknownTask }),
      );
    }
    // The real API can also create and delete, which this bot must not do.
    return unapplied(refusal(405, 'LIVE.100011011', `The method ${call.method} is not allowed.`));
  };

  const handle = (input: { call: Call; target: string; body: Buffer }): Handled => {
    const { call } = input;
    if (call.path !== iamPath) return live(input);
    if (call.on !== 'TOKEN') return unapplied(iamRefusal(405, 'Method Not Allowed'));
    const answer = isJson(call)
      ? deps.iam.issue({
          body: call.body,
          query: new URLSearchParams(call.query),
          nowMs: deps.now(),
        })
      : iamRefusal(400, 'Content-Type must be application/json');
    return unapplied(answer);
  };

  return { handle };
};

const isJson = (call: Call): boolean =>
  /^application\/json(;\s*charset=utf-?8)?$/i.test(call.headers['content-type'] ?? '');
