import type { Person } from '#src/approval/change-request.ts';

/** Who pressed a button or submitted a modal. The team id of a click says nothing of where they belong. */
export function personOf(body: { readonly user: { readonly id: string } }): Person {
  return { userId: body.user.id };
}
