import type { Person } from '#src/approval/change-request.ts';

/** Who pressed a button or submitted a modal. */
export function personOf(body: {
  readonly user: { readonly id: string; readonly team_id?: string };
  readonly team?: { readonly id: string } | null;
}): Person {
  return { teamId: body.user.team_id ?? body.team?.id ?? '', userId: body.user.id };
}
