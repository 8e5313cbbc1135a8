-- Adds an event to those of its task. There are four limits: age, events of a task, all events, and
-- tasks. At the last two limits a task loses its oldest event for the newest, and events of new
-- tasks are not kept, so a flood cannot drive out the events of others.
--
-- events (stream), heard (sorted set of tasks by when they were heard of last, in milliseconds),
-- counts (hash: how many are kept, by task, and in all under ''), task, what (JSON), at
-- (milliseconds or ''), now_ms, bounds {keep_ms, of_task, in_all, tasks, repeat_ms: the same is not
-- kept again for as long, 0 for always}
local function keep_event(events, heard, counts, task, what, at, now_ms, bounds)
  local from_ms = string.format('%.0f', now_ms - bounds.keep_ms)
  -- Forgets tasks whose streams have expired; a hundred at a time, so that nobody waits.
  for _, gone in ipairs(redis.call('ZRANGE', heard, '-inf', '(' .. from_ms, 'BYSCORE', 'LIMIT', 0, 100)) do
    redis.call('HINCRBY', counts, '', -(tonumber(redis.call('HGET', counts, gone)) or 0))
    redis.call('HDEL', counts, gone)
    redis.call('ZREM', heard, gone)
  end
  for _, entry in ipairs(bounds.repeat_ms > 0 and redis.call('XREVRANGE', events, '+', '-', 'COUNT', 20) or {}) do
    local before_ms = tonumber(string.match(entry[1], '^%d+'))
    if entry[2][2] == what and now_ms - before_ms < bounds.repeat_ms then return end
  end
  local before = redis.call('XLEN', events)
  local in_all = tonumber(redis.call('HGET', counts, '')) or 0
  local is_full = in_all >= bounds.in_all
  if before == 0 and (is_full or redis.call('ZCARD', heard) >= bounds.tasks) then return end
  -- By the time of the desk, which need not be that of this server. A stream takes no id below its last one.
  local newest = redis.call('XREVRANGE', events, '+', '-', 'COUNT', 1)[1]
  local newest_ms = newest and tonumber(string.match(newest[1], '^%d+')) or 0
  local id = string.format('%.0f-*', math.max(now_ms, newest_ms))
  redis.call('XADD', events, 'MAXLEN', is_full and before or bounds.of_task, id, 'what', what, 'at', at)
  redis.call('XTRIM', events, 'MINID', from_ms)
  redis.call('PEXPIRE', events, bounds.keep_ms)
  local count = redis.call('XLEN', events)
  redis.call('HINCRBY', counts, '', count - (tonumber(redis.call('HGET', counts, task)) or 0))
  redis.call('HSET', counts, task, count)
  redis.call('ZADD', heard, now_ms, task)
end
