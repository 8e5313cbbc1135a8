import type { Words } from '../words.ts';

export const commands: Words['commands'] = {
  modify: '申请变更拉流转推任务：播放列表、暂停、起止时间、切换方式。',
  pause: '申请暂停任务：打开简短表单，填写原因和时间。',
  resume: '申请恢复任务：打开简短表单，还须选择续播方式。',
  list: '列出拉流转推任务，每页十个；可按名称、ID 或域名搜索。加 `ending` 列出会自行结束的任务。',
  show: '查看任务当前的全部设置，或某个申请的卡片；签名密钥会打码。',
  requests: '列出未完结的申请，会停播的在前，可直接审阅。',
  history: '列出任务或项目已完结的申请：可按文件名、词语、人员、日期和结果搜索。',
  schedule: '列出任务、项目或全部项目中何时执行什么，以及在此之前的播出情况。',
  asrun: '按任务的事件列出当天的实际播出：文件、空档、告警和申请。',
  revert: '申请撤销某个申请所做的变更。',
  explain: '说明项目、设想的变更或某个申请需要哪些审批，以及原因。',
  audit: '查看申请或项目的审计记录；加 export 导出为文件。',
  watch: '把任务事件或变更的结果发到本频道；不带参数则列出已有订阅，可逐个停止。',
  freeze: '在一段时间内冻结项目或任务，期间只执行紧急变更；不带参数则列出冻结。',
  unfreeze: '解除在聊天中设置的冻结。',
  apply: '为多个任务申请同样的变更，用预设或手动填写：一个表单、一次审阅、一张卡片。',
  presets: '列出可用来填写表单的预设；查看、重命名或删除其中一个。',
  help: '查看可用的命令。',
};

export const replies: Words['replies'] = {
  helpTitle: '*relaydesk：先审批，后变更拉流转推任务*',
  helpExamples: '示例：',
  unknownCommand: (typed, nearest) => `没有命令 ${typed} 。${meant(nearest)}`,
  typeHelp: (help) => `输入 ${help} 查看可用的命令。`,
  unknownProject: (typed, nearest) => `没有项目 *${typed}* 。${meant(nearest)}`,
  projects: (names) => `可选项目： ${names.join(' 、 ')}`,
  projectMissing: (usage) => `缺少项目。用法： ${usage}`,
  taskMissing: (usage, example) => `缺少任务。用法： ${usage} ，例如 ${example}`,
  listFinds: (list) => `用 ${list} 列出任务。`,
  requestMissing: (usage, example, typed) =>
    `${typed ? `${typed} 不是申请编号。` : '缺少申请编号。'}用法： ${usage} ，例如 ${example}`,
  historyFinds: (history) => `用 ${history} 查找；编号也写在卡片上。`,
  unknownChoice: (typed, nearest) => `这里不能写 *${typed}* 。${meant(nearest)}`,
  choices: (names) => `可选： ${names.join(' 、 ')}`,
  unknownDay: (typed) =>
    `*${typed}* 不是日期。请写 \`day:today\` 、 \`day:yesterday\` 或日期，如 \`day:2026-11-28\` 。`,
  unknownComingDay: (typed, nearest) =>
    `*${typed}* 不是日期。${meant(nearest)}请写 \`today\` 、 \`tomorrow\` 、星期（如 \`friday\` ）或日期（如 \`2026-11-28\` ）。`,
  unknownEvent: (typed, nearest) =>
    `没有可订阅的 *${typed}* ，且一次只能写一个任务。${meant(nearest)}`,
  unknownField: (typed, nearest) => `没有字段 *${typed}* 。${meant(nearest)}`,
  fields: (names) => `可选字段： ${names.join(' 、 ')}`,
  events: (names) => `可选的事件和结果： ${names.join(' 、 ')}`,
  unknownTime: (typed) =>
    `*${typed}* 不是时间。可写 \`for 2h\` 、 \`until 18:00\` （按项目所在时区）、 \`until 18:00 UTC\` 或 \`until 2026-12-31 23:30\` 。未冻结任何内容。`,
  freezeTimeMissing: (usage, example) =>
    `请写明冻结到何时： ${usage} ，例如 ${example} 。未冻结任何内容。`,
  freezeReasonMissing: (usage, example) =>
    `请在时间之后写明原因： ${usage} ，例如 ${example} 。变更被拦下的人会看到它。未冻结任何内容。`,
  reasonTooLong: (length, max) => `原因有 ${length} 个字符，最多 ${max} 个。未冻结任何内容。`,
  searchTooLong: (max) => `搜索内容过长，最多 ${max} 个字符。`,
  presetMissing: (usage) => `缺少预设。用法： ${usage}`,
  tooManyWords: (usage) => `参数过多。用法： ${usage}`,
  noTask: (word, project, list, nearest) =>
    `项目 *${project}* 中没有任务 *${word}* 。${nearest.length > 0 ? `是否要找 ${nearest.map((name) => `*${name}*`).join(' 或 ')} ？` : ''}用 ${list} 列出任务。`,
  severalTasks: (count, word) => `有 ${count} 个任务名为 *${word}* ，请用 ID 指定其中一个：`,
  andMore: (count) => `另有 ${count} 个`,
  unread: '未能从直播 API 读取所需内容。',
  pageGone: (list) => `这个列表已过期。请输入 ${list} 重新列出。`,
};

function meant(nearest: string | undefined): string {
  return nearest ? `是否要输入 ${nearest} ？` : '';
}

export const taskList: Words['taskList'] = {
  missing: (count) =>
    `⚠️ 直播 API 另有 ${count} 个任务未能列出或无法读取。可用 \`/relay show <task_id>\` 查看其中一个。`,
  count: (count, project) => `*${count} 个拉流转推任务* · 项目 *${project}*`,
  range: (from, to) => `第 ${from} 至 ${to} 个`,
  empty: (project) => `项目 *${project}* 中没有拉流转推任务。任务在华为云控制台中创建。`,
  noneFits: (count, project, search) =>
    `项目 *${project}* 的 ${count} 个拉流转推任务中，没有符合 ${search} 的任务。`,
  howToSearch: (list) =>
    `每个词都必须出现在名称、ID 或域名中；名称里的 \`*\` 代表任意字符。 ${list} 列出全部任务。`,
  statuses: (statuses) => `现有状态： ${statuses.join(' 、 ') || '无'}`,
};

export const taskFacts: Words['taskFacts'] = {
  statusUnknown: '❔ 状态未知',
  statusUnreadable: (value) => `⚠️ 状态无法识别： ${value}`,
  sources: (count) => `${count} 个源`,
  sourcesUnreadable: '⚠️ 源无法识别',
  from: (when) => `${when} 开始`,
  until: (when) => `${when} 结束`,
  fromUntil: (from, until) => `${from} 至 ${until}`,
  timesUnknown: '起止时间未知',
  timeUnclear: (value) => `❔ ${value} 不是时间`,
  over: (times) => `${times}（已结束）`,
  notBegun: (times) => `${times}（未开始）`,
  unchangeable: {
    sourceType: (type) => `🔒 不可变更：源类型为 ${type}`,
    unreadable: (fields) => `🔒 不可变更：relaydesk 无法识别 ${fields.join('、')}`,
    ended: '🔒 已结束：变更必须同时设置更晚的结束时间',
  },
};

export const details: Words['details'] = {
  title: (task, project) => `*${task}* · 项目 *${project}*`,
  read: (when) => `读取于 ${when}`,
  continued: (task, part) => `${task}，第 ${part} 部分`,
  cut: (dropped) => `⚠️ 还有 ${dropped} 组字段在 Slack 消息中放不下，请到华为云控制台查看。`,
  urls: (count) => `${count} 个 URL，从 1 数起`,
  shortened: (text, length, fingerprint) => `${text}（共 ${length} 个字符，${fingerprint}）`,
  masked: '“…”加六个字符代表隐去的密钥或口令；原文不同，这六个字符也不同。',
  unreadableTask: '🔒 不可在此变更：任务有字段无法识别，据此变更等于猜测。',
  unchangeable: (sourceType) =>
    `🔒 不可在此变更：源类型为 ${sourceType} ，API 只能修改 \`PullVodPushLive\` 类型的任务。`,
};
