/** Questions about a request, and their answers: in the review, the thread and their modals. */
export const questions = {
  /** Titles of modals: at most 24 characters. */
  askTitle: 'Ask the requester',
  askedTitle: 'Asked',
  answerTitle: 'Answer the question',
  answeredTitle: 'Answered',
  label: 'Question',
  hint: 'It is posted in the thread of the card and pings the requester. The deadline does not move.',
  answerLabel: 'Answer',
  answerHint: 'It is posted in the thread of the card and pings the person who asked.',
  send: 'Send',
  missing: 'Please type something.',
  askedBy: (person: string) => `${person} asks:`,
  asked: (requester: string) =>
    `❓ Your question is in the thread and pings ${requester}. The answer will be there and in the review; the deadline does not move.`,
  answered: (person: string) => `💬 Your answer is in the thread and pings ${person}.`,
  /** In the thread; texts are quotations on lines of their own. */
  inThread: (person: string, requester: string, text: string) =>
    `❓ ${person} asks ${requester}:${text}`,
  answerInThread: (requester: string, person: string, text: string) =>
    `💬 ${requester} answers ${person}:${text}`,
  /** In the review. */
  line: (person: string, when: string, text: string) =>
    `❓ *Question* from ${person}, ${when}:${text}`,
  answerLine: (when: string, text: string) => `💬 *Answer*, ${when}:${text}`,
  unanswered: '_Not answered yet._',
  earlier: (count: number) =>
    count === 1
      ? '1 earlier question is in the thread.'
      : `${count} earlier questions are in the thread.`,
};
