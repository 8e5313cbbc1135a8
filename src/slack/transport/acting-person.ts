import type { Person } from '#src/approval/record/change-request.ts';

/** Who pressed a button or submitted a modal. A click's team id does not tell which workspace they belong to. */
export function personOf(body: { readonly user: { readonly id: string } }): Person {
  return { userId: body.user.id };
}
