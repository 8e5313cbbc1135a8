/** What people did and were told, which the auditor compares with the store and Slack. */
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
    /** Requests that were confirmed as submitted. */
    submitted,
    /** Requests with a confirmed approval. */
    approved,
    silent,
    /** Replicas that ended by themselves. */
    crashes,
    /** Forged requests that were accepted. */
    forged,
    clicked: (): void => {
      clicks += 1;
    },
    /** Slack reported that the bot did not answer. */
    slackError: (): void => {
      slackErrors += 1;
    },
    /** Modals that a killed replica had opened and could not fill. */
    leftLoading: (): void => {
      leftLoading += 1;
    },
    /** The bot reported a failure and asked to try again. */
    askedAgain: (): void => {
      askedAgain += 1;
    },
    counts: () => ({ clicks, slackErrors, leftLoading, askedAgain }),
  };
};

export type Ledger = ReturnType<typeof createLedger>;
