import { z } from 'zod';

/** Lists of the Home that are turned page by page. */
export const HOME_LISTS = ['waiting', 'mine', 'closed', 'found'] as const;
export type HomeList = (typeof HOME_LISTS)[number];

/** A search takes this many characters; a longer one finds nothing more. */
export const SEARCH_MAX = 60;
/** Pages that Previous leads back through, of each list; from the oldest it leads to the first. */
const PAGES_MAX = 10;

const cursors = z.array(z.string().max(40)).max(PAGES_MAX).readonly();

/**
 * What somebody has chosen to see. It is in the view itself, so it outlives the process. Of each list
 * it holds the cursors at which its pages begin, the shown one last; no cursor is the first page.
 */
const homeStateSchema = z.object({
  project: z.string().max(63).optional(),
  search: z.string().optional(),
  pages: z.partialRecord(z.enum(HOME_LISTS), cursors),
});

export type HomeState = z.infer<typeof homeStateSchema>;

const NOTHING_CHOSEN: HomeState = { pages: {} };

/** At most 3,000 characters, which Slack takes in `private_metadata`. */
export function toHomeMetadata(state: HomeState): string {
  return JSON.stringify(state);
}

/** Whatever is not ours, or is of another version, is the Home as it is at first. */
export function fromHomeMetadata(text: string | undefined): HomeState {
  try {
    return homeStateSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return NOTHING_CHOSEN;
  }
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

/** With another project or search every list begins at its first page. */
export function chosen(
  { project, search }: HomeState,
  choice: Partial<Omit<HomeState, 'pages'>>,
): HomeState {
  return { project, search, ...choice, pages: {} };
}
