import type { Words } from '../words.ts';

export const home: Words['home'] = {
  waiting: '待我处理',
  mine: '我的申请',
  closed: '最近完结',
  frozen: '冻结',
  found: (search) => `搜索 ${search}`,
  count: (count) => `${count} 个`,
  countSoFar: (count) => `${count} 个以上`,
  waitingEmpty: '没有需要你处理的申请。',
  mineEmpty: '你没有未完结的申请。',
  closedEmpty: '还没有已完结的申请。',
  foundEmpty: '没有符合的申请。可用申请编号、任务、文件名或变更原因中的词搜索。',
  emptySoFar: '目前查过的申请中没有符合的，更早的还未查。',
  frozenEmpty: '现在没有冻结，未来一周也没有。',
  frozenNow: (project, until, why) => `❄️ *${project}* 冻结至 ${until}：${why}`,
  frozenSoon: (project, from, until, why) => `🗓️ *${project}* ${from} 至 ${until} 冻结：${why}`,
  moreFreezes: (count) => `未来一周另有 ${count} 次冻结`,
  allProjects: '全部项目',
  project: '项目',
  search: '查找申请',
  searchHint: 'R-142、任务、文件名或变更原因中的词，按回车搜索',
};
