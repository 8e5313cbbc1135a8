import { z } from 'zod';
import { fromJson } from '#src/basics/from-json.ts';

/** The lists of the Home that have pages. */
export const HOME_LISTS = ['waiting', 'mine', 'closed', 'found'] as const;
export type HomeList = (typeof HOME_LISTS)[number];

/** Characters of a search; the rest is ignored. */
export const SEARCH_MAX = 60;
/** How many pages Previous can go back in each list; from the oldest of them it goes to the first page. */
const PAGES_MAX = 10;

const cursors = z.array(z.string().max(40)).max(PAGES_MAX).readonly();

/**
 * What somebody has chosen to see. It is kept in the view, so it outlives the process. For each list it holds the cursors
 * at which its pages begin, that of the shown page last; without one the first page is shown.
 */
const homeStateSchema = z.object({
  project: z.string().max(63).optional(),
  search: z.string().optional(),
  pages: z.partialRecord(z.enum(HOME_LISTS), cursors),
});

export type HomeState = z.infer<typeof homeStateSchema>;

const NOTHING_CHOSEN: HomeState = { pages: {} };

/** At most 3,000 characters, the limit of `private_metadata`. */
export function toHomeMetadata(state: HomeState): string {
  return JSON.stringify(state);
}

/** Metadata that is not ours, or is of another version, gives the initial state. */
export function fromHomeMetadata(text: string | undefined): HomeState {
  return homeStateSchema.safeParse(fromJson(text ?? '')).data ?? NOTHING_CHOSEN;
}

/** The cursor at which the shown page begins; undefined for the first page. */
export function cursorIn({ pages }: HomeState, list: HomeList): string | undefined {
  return pages[list]?.at(-1);
}

export function turned(state: HomeState, list: HomeList, next: string | undefined): HomeState {
  const before = state.pages[list] ?? [];
  const after = next === undefined ? before.slice(0, -1) : [...before, next].slice(-PAGES_MAX);
  return { ...state, pages: { ...state.pages, [list]: after } };
}

/** A new project or search starts every list at its first page. */
export function chosen(
  { project, search }: HomeState,
  choice: Partial<Omit<HomeState, 'pages'>>,
): HomeState {
  return { project, search, ...choice, pages: {} };
}
