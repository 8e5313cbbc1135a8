import type { Person } from '#src/approval/record/change-request.ts';

/** The last published Home of a person. */
export interface PublishedHome {
  /** Slack's hash of the view; a publish sends the hash that it knows. */
  readonly hash: string;
  /** Which pages, project and search it shows; only `slack` reads it. */
  readonly state: string;
  /** Digest of the content, so that the same content is not published twice. */
  readonly digest: string;
  readonly publishedAtMs: number;
}

/** Who probably has their Home open: Slack reports opening it, but not leaving. */
export interface HomeViewers {
  /** Undefined if the person is no longer looking. */
  readonly load: (person: Person) => Promise<PublishedHome | undefined>;
  /** After an opening or a press: the person counts as looking for a while. */
  readonly begin: (person: Person, home: PublishedHome) => Promise<void>;
  /** After an update: does not extend the time for which the person counts as looking. */
  readonly save: (person: Person, home: Partial<PublishedHome>) => Promise<void>;
  /** Updates this person's Home at a time, or before. */
  readonly refreshAt: (person: Person, atMs: number) => Promise<void>;
  /** Updates the Homes of everybody who is looking. */
  readonly refreshAll: () => Promise<void>;
}
