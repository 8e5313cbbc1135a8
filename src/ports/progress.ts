/** Whether an entry of the outbox is finished, or when to come back to it, in Unix milliseconds. */
export type Progress = { readonly done: true } | { readonly againAtMs: number };

export const DONE: Progress = { done: true };
