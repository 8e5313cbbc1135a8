import type { Words } from '../words.ts';

export const questions: Words['questions'] = {
  askTitle: '询问申请人',
  askedTitle: '已提问',
  answerTitle: '回答问题',
  answeredTitle: '已回答',
  label: '问题',
  hint: '问题会发到卡片的消息列并提醒申请人。审批期限不变。',
  answerLabel: '回答',
  answerHint: '回答会发到卡片的消息列并提醒提问的人。',
  send: '发送',
  missing: '请填写内容。',
  askedBy: (person) => `${person} 提问：`,
  asked: (requester) =>
    `❓ 问题已发到消息列，并提醒了 ${requester} 。回答会出现在消息列和审阅中；审批期限不变。`,
  answered: (person) => `💬 回答已发到消息列，并提醒了 ${person} 。`,
  inThread: (person, requester, text) => `❓ ${person} 询问 ${requester} ：${text}`,
  answerInThread: (requester, person, text) => `💬 ${requester} 回答 ${person} ：${text}`,
  line: (person, when, text) => `❓ *提问* · ${person} · ${when}：${text}`,
  answerLine: (when, text) => `💬 *回答* · ${when}：${text}`,
  unanswered: '_尚未回答。_',
  earlier: (count) => `更早的 ${count} 个问题见消息列。`,
};
