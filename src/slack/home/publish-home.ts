import type { webApi } from '@slack/bolt';
import type { HomeView } from '@slack/types';
import type { Person } from '#src/approval/record/change-request.ts';
import { given } from '#src/basics/given.ts';
import { sha256 } from '#src/basics/sha256.ts';
import type { HomeViewers } from '#src/ports/home-viewers.ts';
import { whyNotLook } from '#src/slack/modal/members-only.ts';
import type { PersonalWords } from '#src/slack/people/personal-words.ts';
import { freezesIn } from '#src/slack/request-list/listed-freezes.ts';
import { isOtherView } from '#src/slack/transport/slack-errors.ts';
import { type HomeSources, readHome } from './home-content.ts';
import { fromHomeMetadata, type HomeState, toHomeMetadata } from './home-state.ts';
import { noticeHome, renderHome } from './home-view.ts';

/** The least time between two publishes of a Home (own limit). */
const PAUSE_MS = 3_000;
/** A freeze that begins or ends within this time refreshes the Home; nobody is assumed to look at it for longer. */
const AHEAD_MS = 10 * 60_000;

interface Deps extends HomeSources {
  readonly client: webApi.WebClient;
  readonly viewers: HomeViewers;
  readonly words: PersonalWords;
}

export type HomePublisher = ReturnType<typeof createHomePublisher>;

/** Publishes Home tabs when somebody opens or uses them, and keeps them fresh while they look. */
export function createHomePublisher(deps: Deps) {
  return {
    /** Shows what was chosen. `hash`: of the view that the person saw. */
    async show(person: Person, state: HomeState, hash: string | undefined): Promise<void> {
      let view = await viewFor(deps, person, state);
      let published = await publish(deps, person, view, hash);
      if (published === undefined) {
        // It was refreshed at the same moment, so it is published again with what the person chose.
        view = await viewFor(deps, person, state);
        published = (await publish(deps, person, view, undefined)) ?? '';
      }
      await deps.viewers.begin(person, publishedHome(deps, view, state, published));
    },

    /** Shows at once what a click changed. */
    refresh: (person: Person): Promise<void> => deps.viewers.refreshAt(person, deps.now()),

    /**
     * Updates the Home of somebody who is looking, if it would change. Resolves with the time of the next update, in Unix
     * milliseconds, or undefined.
     */
    async keepFresh(person: Person): Promise<number | undefined> {
      const last = await deps.viewers.load(person);
      if (!last) return undefined;
      const soonestMs = last.publishedAtMs + PAUSE_MS;
      if (deps.now() < soonestMs) return soonestMs;
      const state = fromHomeMetadata(last.state);
      const view = await viewFor(deps, person, state);
      await awaitFreeze(deps, person);
      if (digestOf(view) === last.digest) return undefined;
      const published = await publish(deps, person, view, last.hash || undefined);
      if (published !== undefined) {
        await deps.viewers.save(person, publishedHome(deps, view, state, published));
        return undefined;
      }
      // Another update was faster, or the reply to the last one was lost and with it the hash.
      const now = await deps.viewers.load(person);
      if (now?.hash === last.hash) await deps.viewers.save(person, { hash: '' });
      return deps.now() + PAUSE_MS;
    },
  };
}

async function viewFor(deps: Deps, person: Person, state: HomeState): Promise<HomeView> {
  const words = await deps.words.of(person.userId);
  const why = await whyNotLook(deps, person, words);
  return why === undefined
    ? renderHome(state, await readHome(deps, person, state), words)
    : noticeHome(state, why);
}

/** Resolves with the hash of the published view, or undefined if another view was there. */
async function publish(
  { client }: Deps,
  { userId }: Person,
  view: HomeView,
  hash: string | undefined,
): Promise<string | undefined> {
  try {
    const answer = await client.views.publish({ user_id: userId, view, ...given({ hash }) });
    return answer.view?.hash ?? '';
  } catch (error) {
    if (isOtherView(error)) return undefined;
    throw error;
  }
}

function publishedHome(deps: Deps, view: HomeView, state: HomeState, hash: string) {
  const digest = digestOf(view);
  return { hash, state: toHomeMetadata(state), digest, publishedAtMs: deps.now() };
}

function digestOf(view: HomeView): string {
  return sha256(JSON.stringify(view));
}

/** Refreshes the Home when the next freeze begins or ends: no event announces it. */
async function awaitFreeze({ projects, approval, viewers, now }: Deps, person: Person) {
  const nowMs = now();
  const span = { fromMs: nowMs, untilMs: nowMs + AHEAD_MS };
  const times = (await freezesIn(approval, projects.values(), span))
    .flatMap(({ fromMs, toMs }) => [fromMs, toMs])
    .filter((atMs) => nowMs < atMs && atMs < span.untilMs);
  if (times.length > 0) await viewers.refreshAt(person, Math.min(...times));
}
