import { apply } from './apply.ts';
import { type Person, samePerson } from './change-request.ts';
import type { Desk, Result } from './desk.ts';
import { frozenAt, neededNow, whyNotDecide } from './permission.ts';

export interface DecisionInput {
  readonly id: string;
  readonly kind: 'approve' | 'reject';
  readonly person: Person;
  /** Version and digest of what the person was looking at. */
  readonly version: number;
  readonly digest: string;
  readonly note?: string | undefined;
}

export async function decide(desk: Desk, input: DecisionInput): Promise<Result> {
  const { id, kind, person, version, digest, note } = input;
  if (kind === 'reject' && !note) return { ok: false, refusal: { reason: 'note_missing' } };
  const seen = await desk.store.load(id);
  if (!seen) return { ok: false, refusal: { reason: 'not_found' } };
  const refusal =
    (await whyNotDecide(desk, seen, person)) ??
    (kind === 'approve' ? frozenAt(desk, seen.project, seen.applyAtMs ?? desk.now()) : undefined);
  if (refusal) return { ok: false, refusal, request: seen };
  const decision = { kind, person, digest, atMs: desk.now(), ...(note ? { note } : {}) };
  return apply(desk, id, (request) => {
    // An edit of the reason or the time alone leaves the payload, and so its digest, as they are.
    if (version < request.contentVersion || request.digest !== digest) {
      return { reason: 'wrong_digest' };
    }
    // Checked again on the newest version: the same person may be deciding in two windows.
    const isAgain = request.decisions.some((made) => samePerson(made.person, person));
    if (isAgain) return { reason: 'already_decided_by_you' };
    return { name: kind, decision, quorum: neededNow(desk, request).quorum };
  });
}

/** Another try of a failed request, approved anew by whoever asks for it. */
export async function retry(
  desk: Desk,
  id: string,
  person: Person,
  digest: string,
): Promise<Result> {
  const seen = await desk.store.load(id);
  if (!seen) return { ok: false, refusal: { reason: 'not_found' } };
  const fresh = { ...seen, decisions: [] };
  const refusal =
    (await whyNotDecide(desk, fresh, person)) ?? frozenAt(desk, seen.project, desk.now());
  if (refusal) return { ok: false, refusal, request: seen };
  const expiresAfterMs = desk.projects.get(seen.project)?.policy.expiresAfterMs ?? 0;
  const atMs = desk.now();
  return apply(desk, id, (request) => {
    if (request.digest !== digest) return { reason: 'wrong_digest' };
    const decision = { kind: 'approve', person, digest, atMs } as const;
    const { quorum } = neededNow(desk, request);
    return { name: 'retry', decision, quorum, expiresAtMs: atMs + expiresAfterMs };
  });
}
