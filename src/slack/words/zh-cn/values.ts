import type { Words } from '../words.ts';

export const states: Words['states'] = {
  pending: '⏳ 待审批',
  approved: '👍 已批准，等待执行',
  applying: '⚙️ 执行中',
  unconfirmed: '❔ 结果未知：API 没有应答，正在查看任务',
  held: '⏸️ 已搁置：无法按计划执行',
  applied: '✅ 已生效',
  failed: '❌ 失败',
  rejected: '🚫 已驳回',
  withdrawn: '↩️ 已撤回',
  expired: '⌛ 已过期',
  stale: '🔀 未执行：申请之后任务被改动',
};

export const spans: Words['spans'] = {
  days: (count) => `${count} 天`,
  hours: (count) => `${count} 小时`,
  minutes: (count) => `${count} 分钟`,
  seconds: (count) => `${count} 秒`,
};

export const refreshTypes: Words['refreshTypes'] = {
  immediate_new_source: {
    text: '立即切换到新列表（immediate_new_source）',
    description: '画面短暂中断，然后从起始位置播放新列表',
  },
  continue_from_file_start: {
    text: '重新播放当前文件（continue_from_file_start）',
    description: '画面短暂中断，然后从头播放当前文件',
  },
  continue_from_break_point: {
    text: '从停止处继续当前文件（continue_from_break_point）',
    description: '画面短暂中断，然后接着播放当前文件',
  },
};

export const statuses: Words['statuses'] = {
  enable: '启用（enable）',
  pause: '暂停（pause）：观众看不到画面',
};

export const taskStatuses: Words['taskStatuses'] = {
  enable: '▶️ 启用',
  pause: '⏸️ 已暂停',
};

export const events: Words['events'] = {
  TaskStart: '任务开始',
  TaskExit: '任务停止',
  VodSourceFileStart: '文件开始播放',
  VodSourceFileFinish: '文件播放结束',
  ResetTaskConfig: '任务配置被修改',
  TaskAlarm: '任务异常',
};

export const fields: Words['fields'] = {
  status: '状态',
  source_urls: '播放列表：每行一个 URL（最多 30 个）',
  vod_refresh_type: '切换方式',
  vod_loop_time: '列表循环次数',
  vod_start_video_index: '从第几个文件开始',
  vod_start_video_time: '从第几秒开始',
  start_time: '开始时间',
  end_time: '结束时间',
  callback_events: '回调事件',
};

export const fieldNames: Words['fieldNames'] = {
  status: '状态',
  source_urls: '播放列表',
  vod_refresh_type: '切换方式',
  vod_loop_time: '循环次数',
  vod_start_video_index: '起始文件',
  vod_start_video_time: '起始位置',
  start_time: '开始',
  end_time: '结束',
  callback_events: '回调事件',
};

export const fieldValues: Words['fieldValues'] = {
  status: { enable: '启用', pause: '暂停' },
  refreshTypes: {
    immediate_new_source: '立即切换到起始位置',
    continue_from_file_start: '重新播放当前文件',
    continue_from_break_point: '从停止处继续当前文件',
  },
  rounds: (count) => (count === -1 ? '直到结束时间' : `${count} 轮`),
  file: (number) => `第 ${number} 个文件`,
  seconds: (count) => `${count} 秒`,
};

export const advice: Words['advice'] = {
  check_parameters: 'API 不接受某个参数值。请对照任务检查变更内容，再重新申请。',
  task_gone: '任务已被删除，无法再修改。如果已有新任务代替它，请为新任务申请变更。',
  already_exists: 'API 返回该对象已存在。请先查看任务，再重新申请。',
  state_forbids: '任务或其域名当前的状态不允许修改。请先查看任务，再重新申请。',
  content_refused: 'API 拒绝了变更内容。请换用其他值后重新申请。',
  check_credentials: 'relaydesk 登录失败。请 relaydesk 的管理员检查该项目的凭证。',
  ask_for_permission: 'relaydesk 的云账号没有此权限。请联系 relaydesk 的管理员。',
  check_project: '项目 ID 与凭证不匹配。请 relaydesk 的管理员检查 relaydesk.yml。',
  account_problem: '云账号异常（冻结、欠费或未实名认证）。',
  quota: '云账号的配额已用完。',
  check_endpoint: '该项目的终端节点（endpoint）有误。请 relaydesk 的管理员检查 relaydesk.yml。',
  check_network: '无法连接直播 API。请检查 relaydesk 所在机器的网络。',
  wait_and_retry: '服务繁忙或出现故障。请等几分钟后重新申请。',
  maintenance: '该操作正在维护或暂不开放。请稍后再试，或联系华为云技术支持。',
  contact_support: '如果再次出现，请把 request_id 提供给华为云技术支持。',
};
