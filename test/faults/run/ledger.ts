/** What people did and what they were told: the auditor holds the store and Slack against it. */
export const createLedger = () => {
  const submitted = new Set<string>();
  const approved = new Set<string>();
  const silent: string[] = [];
  const crashes: string[] = [];
  const forged: string[] = [];
  let clicks = 0;
  let slackErrors = 0;
  let leftLoading = 0;
  let askedAgain = 0;
  return {
    /** Requests that somebody was told are submitted. */
    submitted,
    /** Requests of which somebody was told that their approval counts. */
    approved,
    silent,
    /** Replicas that ended by themselves. */
    crashes,
    /** Deliveries that are not from Slack and were taken all the same. */
    forged,
    clicked: (): void => {
      clicks += 1;
    },
    /** Slack said by itself that the bot did not answer. */
    slackError: (): void => {
      slackErrors += 1;
    },
    /** A modal that a killed replica had opened and could not fill any more. */
    leftLoading: (): void => {
      leftLoading += 1;
    },
    /** The bot said in words that something did not work, and to try again. */
    askedAgain: (): void => {
      askedAgain += 1;
    },
    counts: () => ({ clicks, slackErrors, leftLoading, askedAgain }),
  };
};

export type Ledger = ReturnType<typeof createLedger>;
