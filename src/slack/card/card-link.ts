import type { MessageRef, ShownStore } from '#src/ports/shown.ts';

/** What links to cards are made of. */
export interface CardLinks {
  readonly shown: Pick<ShownStore, 'load'>;
  /** The link to a message of this workspace. */
  readonly linkTo: (message: MessageRef) => string;
}

/** The link to the card of a request; undefined while there is none. */
export async function cardLink(
  { shown, linkTo }: CardLinks,
  requestId: string,
): Promise<string | undefined> {
  const { card } = await shown.load(requestId);
  return card && linkTo(card);
}
