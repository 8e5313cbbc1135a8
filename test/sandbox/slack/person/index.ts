import { createCommands } from './commands.ts';
import type { Desk } from './desk.ts';
import { createModal } from './modal.ts';
import { createPresses } from './presses.ts';
import { createSubmission } from './submission.ts';

/** Acts for one person: every method is something that people can do in Slack's client. */
export const createPerson = (desk: Desk) => {
  const { top, offeredIn, ...modal } = createModal(desk);
  return {
    id: desk.person.id,
    ...createCommands(desk),
    ...createPresses(desk, offeredIn),
    ...modal,
    ...createSubmission(desk, top),
  };
};

export type PersonDriver = ReturnType<typeof createPerson>;
