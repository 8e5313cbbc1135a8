import type { Words } from '../words.ts';

export const requestList: Words['requestList'] = {
  titles: {
    mine: (count, project) => `*我的未完结申请：${count} 个*${inProject(project)}`,
    open: (count, project) => `*未完结申请：${count} 个*${inProject(project)}`,
    pending: (count, project) => `*待审批申请：${count} 个*${inProject(project)}`,
    all: (count, project) => `*全部申请：${count} 个*${inProject(project)}`,
  },
  history: (count, project, task) => `*已完结申请：${count} 个*${about(task)}${inProject(project)}`,
  historySearched: (count, project, task) =>
    `*找到已完结申请：${count} 个*${about(task)}${inProject(project)}`,
  range: (from, to) => `第 ${from} 至 ${to} 个`,
  looked: (count, total, backTo) =>
    `🔎 已查看 ${total} 个中的 ${count} 个，最早到 ${backTo}。还有更早的未查看。`,
  lookedDay: (count, day) => `🔎 已查看 ${day} 完结的全部 ${count} 个。`,
  lookedDayTo: (count, day, backTo) =>
    `🔎 已查看 ${day} 完结的 ${count} 个，最早到 ${backTo}。当天还有更多未查看。`,
  lookedAll: (count, total) => `🔎 已查看 ${total} 个中的 ${count} 个，到最早一个为止。`,
  dueTitle: (count) => `🚨 *未经审批即执行，尚无他人复核（${count} 个）：*`,
  emptyOpen: (modify, history) => `用 ${modify} 申请变更，用 ${history} 查看已完结的申请。`,
  noneClosed: (requests) => `用 ${requests} 查看未完结的。`,
  emptyHistory: (requests, history) =>
    `用 ${requests} 查看未完结的，单独输入 ${history} 查看全部已完结的。`,
  emptySearch: (history) =>
    `每个词都必须出现在编号、任务、原因或文件名中，或是对参与人的提及（@）。单独输入 ${history} 查看全部已完结的。`,
  task: (task, project) => `*${task}* （项目 ${project}）`,
  breakGlass: '🚨 未经审批',
  reviewDue: '🚨 未经审批，待复核',
  askedBy: (person) => `申请人 ${person}`,
  approvedBy: (people) => `批准人 ${people.join('、')}`,
  noApproval: '无需审批',
  moreFields: (count) => `另有 ${count} 项`,
  noRequest: (id) =>
    `没有申请 ${id}。用 \`/relay requests\` 查看未完结的，用 \`/relay history\` 查看已完结的。`,
  story: (id, link) => `*${id} 的经过*${link ? ` · <${link}|卡片和消息列>` : ''}`,
  submitted: '📨 提交申请。',
  restInThread: '其余内容见卡片的消息列。',
};

function inProject(project: string | undefined): string {
  return project === undefined ? '' : ` · 项目 *${project}*`;
}

function about(task: string | undefined): string {
  return task === undefined ? '' : ` · 任务 *${task}*`;
}
