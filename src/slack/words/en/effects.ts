import type { Strength } from '#src/relay/forecast/effect.ts';

/** What a change does to viewers. Each opening is as strong as what is known: will, expected, could. */
export const effects = {
  offAir: {
    will: '*OFF AIR*',
    expected: '*OFF AIR* expected',
    could: '*Could go OFF AIR*',
  } satisfies Record<Strength, string>,
  staysOff: {
    will: '*Stays OFF AIR*',
    expected: '*Expected to stay OFF AIR*',
    could: '*Could stay OFF AIR*',
  } satisfies Record<Strength, string>,
  breaksOff: {
    will: 'Short break',
    expected: 'Short break expected',
    could: 'Short break possible',
  } satisfies Record<Strength, string>,
  /** A break that is over; nobody has checked whether it happened. */
  brokeOff: {
    will: (when) => `Short break ${when}`,
    expected: (when) => `A short break was expected ${when}`,
    could: (when) => `A short break was possible ${when}`,
  } satisfies Record<Strength, (when: string) => string>,
  /** Instead of an opening whose hedge stands above already. */
  also: 'Also',
  alsoBreak: 'Also a short break',
  otherwiseOnAir: 'Otherwise on air again',
  backOnAir: {
    will: 'On air again',
    expected: 'Expected to be on air again',
    could: 'Could be on air again',
  } satisfies Record<Strength, string>,
  /** How it is known, in the review. */
  knownFrom: {
    will: 'documented, or measured in this region',
    expected: 'as the most similar APIs behave',
    could: 'not documented, so this assumes the worst',
  } satisfies Record<Strength, string>,
  file: (name: string, number: number) => `${name} (file ${number})`,
  paused: (until: string) => ` as soon as this runs, until ${until}`,
  /** Of a task that is paused before it begins. */
  atStart: (start: string, until: string) => ` at its start, ${start}, until ${until}`,
  pausedSince: (when: string, until: string) => `*OFF AIR* since ${when}, until ${until}`,
  /** What a pause lasts until, after "until". */
  resumed: 'someone resumes it',
  setBack: (when: string) => `the planned way back, ${when}`,
  endsAnyway: (end: string) => `; the task ends ${end} in any case`,
  roundsOver: {
    at: (rounds: number, when: string) => ` from about ${when}, after ${counted(rounds)}`,
    sometime: (rounds: number) => ` after ${counted(rounds)}; how long that takes is unknown`,
    /** So many have been played already, and the API counts them or begins again. */
    perhaps: (rounds: number, when: string) =>
      ` after ${counted(rounds)}: about ${when}, or at once if the API counts those already played`,
    are: (rounds: number) =>
      ` as soon as this runs: ${counted(rounds)} ${rounds === 1 ? 'has' : 'have'} already been played`,
    were: (rounds: number) => `: ${counted(rounds)} had already been played when this ran`,
  },
  atEnd: (end: string) => ` from ${end}, when the task ends`,
  today: {
    until: (until: string) => `; without this change it runs until ${until}`,
    onAndOn: '; without this change it has no end',
    untilRounds: (rounds: number) => `; without this change it runs${untilOver(rounds)}`,
  },
  /** The same once the change has run. */
  before: {
    until: (until: string) => `; before this change it ran until ${until}`,
    onAndOn: '; before this change it had no end',
    untilRounds: (rounds: number) => `; before this change it ran${untilOver(rounds)}`,
  },
  untilNewStart: (start: string) => ` until the new start, ${start}`,
  keyEnded: (from: string, ended: string) =>
    ` from ${from}: the push key expired ${ended}, and the push cannot reconnect. No change can renew a key`,
  /** Of a key whose time may also be that of its creation. */
  keyMayHaveEnded: (from: string, time: string) =>
    ` from ${from}: the time in the push key, ${time}, may be its expiry, and then the push cannot reconnect. No change can renew a key`,
  staysOffBecause: {
    push_key_may_have_ended: ': the push key may have expired, and no change can renew it',
    push_key_ended: ': the push key has expired, and no change can renew it',
    not_revived: ': it has ended, and the API may not start it again',
    /** As it was measured. */
    never_revived: ': it has ended, and the API does not start it again',
  },
  atFile: (file: string) => ` at ${file}`,
  firstAt: (when: string) => `, first about ${when}`,
  trouble: {
    missing: (status: number) => `: the server answers ${status}`,
    notMedia: ': it is not a media file',
    unreachable: ': it could not be reached from here',
  },
  sourceEnds: (ended: string, from: string) =>
    `: its signature expires ${ended}, and the file is opened about ${from}`,
  sameTarget: (task: string, from: string) =>
    ` from ${from}: ${task} pushes to the same target at that time`,
  sameTargetUntil: (until: string) => `, until ${until}`,
  andThen: (playback: string) => `, then ${playback}`,
  playing: (playback: string) => `, with ${playback}`,
  playback: {
    start_position: (file: string, position: string) => `${file} from ${position}`,
    start_of_interrupted_file: 'the interrupted file from its start',
    break_point: 'the interrupted file from where it stopped',
    unknown: 'it is unknown what is played: relaydesk does not know the refresh type of this task',
  },
  from: (when: string) => ` from ${when}`,
  until: (when: string) => ` until ${when}`,
  untilRounds: untilOver,
  /** After an end time, of a list that may be over before. */
  orRounds: (rounds: number, when?: string) =>
    ` (or sooner, after ${counted(rounds)}${when === undefined ? '' : `: about ${when}`})`,
  newPlaylist: (file: string) => `New playlist, beginning with ${file}`,
  insteadOf: (file: string) => ` instead of ${file}`,
  oneRound: (length: string) => `; one round is about ${length}`,
  startPosition: (file: string, position: string) =>
    `The list begins with ${file} from ${position}`,
  times: {
    starts_earlier: (when: string) => `Starts earlier: ${when}`,
    starts_later: (when: string) => `Starts later: ${when}`,
    ends_earlier: (when: string) => `Ends earlier: ${when}`,
    ends_later: (when: string) => `Ends later: ${when}`,
  },
  atOnce: 'at once',
  noEnd: 'no end',
  insteadOfTime: (today: string) => ` instead of ${today}`,
  rounds: (rounds: string, today: string) => `The list plays ${rounds} instead of ${today}`,
  roundCount: (rounds: number) => (rounds === 1 ? 'once' : `${rounds} times`),
  untilTheEnd: 'until the end time',
  noEffect: {
    paused: 'No effect while the task is paused',
    ended: 'No effect: the task has ended',
    rounds_over: 'No effect: the task has played all its rounds',
    events_only: 'Viewers notice nothing: only what is reported changes',
    unchanged: 'Viewers notice nothing',
  },
  perhapsOnAir: 'It is unknown whether the task is on air now; treat it as on air.',
  perhapsTooLong:
    'The API may refuse this: by one reading of its documentation, start and end are too far apart (seven days or more).',
  more: (count: number) => `… and ${count} more of this kind or less serious: see the review.`,
};

function untilOver(rounds: number): string {
  return ` until ${counted(rounds)} ${rounds === 1 ? 'is' : 'are'} over`;
}

function counted(rounds: number): string {
  return rounds === 1 ? '1 round' : `${rounds} rounds`;
}
