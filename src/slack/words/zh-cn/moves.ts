import type { Words } from '../words.ts';

export const moves: Words['moves'] = {
  title: '改到其他时间',
  doneTitle: '已改期',
  submit: '改期',
  intro: (id, title, when) => `*${id}* · ${title}\n计划于 ${when} 执行。`,
  choose: '请选择新的时间，此处会显示对观众的影响以及已有批准是否仍然有效。',
  effectAt: (when) => `*${when} 对观众的影响：*`,
  backAt: (when) => `↩️ *之后于 ${when} 改回：*`,
  notApproved: '尚未有人批准。',
  stays: '✅ 已有的批准仍然有效：发送的内容不变，该时间的策略也没有更多要求。',
  voided: {
    payload: '⚠️ 之前的批准失效，因为该时间发送的内容不同。',
    effects: '⚠️ 之前的批准失效，因为该时间对观众的影响更大。',
    policy: '⚠️ 之前的批准失效，因为该时间的策略要求更多批准或其他审批人。',
  },
  done: (id, when) => `🗓️ ${id} 现计划于 ${when} 执行。`,
  missing: '请选择日期和时间。',
  inThread: (person, from, to) => `🗓️ ${person} 把执行时间从 ${from} 改到 ${to}。`,
  backInThread: (from, to) => `改回的时间从 ${from} 改到 ${to}。`,
  onCard: (from, to) => `🗓️ *已改期* ：从 ${from} 改到 ${to}。`,
};
