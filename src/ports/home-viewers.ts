import type { Person } from '#src/approval/change-request.ts';

/** What the Home of a person shows, as it was published last. */
export interface PublishedHome {
  /** Slack's hash of the view: a publish names the hash that it knew. */
  readonly hash: string;
  /** Which pages, project and search it shows; only `slack` reads it. */
  readonly state: string;
  /** Digest of what it shows: the same content is not published twice. */
  readonly digest: string;
  readonly publishedAtMs: number;
}

/** Who has their Home open, as far as can be known: Slack tells of opening it, not of leaving. */
export interface HomeViewers {
  /** Undefined for somebody who does not look any more. */
  readonly load: (person: Person) => Promise<PublishedHome | undefined>;
  /** After an opening or a press: from now on the person looks, for a while. */
  readonly begin: (person: Person, home: PublishedHome) => Promise<void>;
  /** After a publish that nobody asked for: does not make anybody look longer. */
  readonly save: (person: Person, home: Partial<PublishedHome>) => Promise<void>;
  /** Has the Home of this person brought up to date at a time, or before. */
  readonly refreshAt: (person: Person, atMs: number) => Promise<void>;
  /** Has the Homes of everybody who looks brought up to date now. */
  readonly refreshAll: () => Promise<void>;
}
