import type { Words } from '../words.ts';

export const presets: Words['presets'] = {
  count: (count, project) =>
    `*${count === 0 ? '没有预设' : `${count} 个预设`}* · 项目 *${project}*`,
  howTo: (history) =>
    `预设写在 relaydesk.yml 中，也可由审批人从已生效的申请保存：在 ${history} 中该申请的菜单里选择“保存为预设…”。`,
  howToUse: (show) => `\`/relay modify\` 的表单中可以选用预设。 ${show} 查看一个预设的全部内容。`,
  title: (name, project) => `*${name}* · 项目 *${project}*`,
  inFile: '来自 relaydesk.yml',
  saved: (person, when, from) => `由 ${person} 于 ${when} 从 ${from} 保存`,
  hidden: '⚠️ 未提供选用：relaydesk.yml 中已有同名预设。请重命名或删除这一个。',
  forbidden: (problems) => `⚠️ 不符合规则：${problems.join(' ')}`,
  none: (typed, project, nearest) =>
    `项目 *${project}* 中没有预设 *${typed}* 。${nearest ? `是否要找 ${nearest} ？` : ''}`,
  renamed: (name, to) => `✏️ *${name}* 已改名为 *${to}* 。`,
  removed: (name) => `🚫 *${name}* 已删除，用它提出的申请不受影响。原内容：`,
  asks: (request) => `保存 ${request} 的改动，可用于项目中的任何任务：`,
  withoutTimes: '不含开始时间和结束时间：它们只适合当时的那个任务。',
  name: '名称',
  nameHint: '小写字母、数字、- 和 _，例如 standby-slate。',
  done: (name) => `📎 *${name}* 已保存，可在 \`/relay modify\` 的表单中选用。`,
  refusals: {
    not_an_approver:
      '只有本项目的审批人可以保存、重命名和删除预设。名单是 relaydesk.yml 中的 `approvers` 。',
    name_malformed: '名称最多 40 个字符，只能用小写字母、数字、- 和 _，且不能是 rename 或 remove。',
    in_file: 'relaydesk.yml 中有同名预设，只能由 relaydesk 的管理员修改。',
    taken: '已有同名预设。请先重命名或删除它，或换一个名称。',
    full: '已保存的预设达到上限（50 个）。请先删除一个。',
    gone: '已没有这个名称的已保存预设。',
    not_applied: '只有已生效的变更可以保存为预设。',
    only_times: '这个申请只改动了时间，而预设不含时间。',
  },
};
