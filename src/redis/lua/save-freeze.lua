-- Makes, replaces or lifts a freeze from chat, with its line in the audit and what is to be told, or does nothing.
--
-- KEYS  1 freezes of a project of the cloud (hash by place)   2 what is to be told (string)   3 outbox (stream)
--       4 timers (sorted set)   5 audit (stream)   6 audit head (string)
-- ARGV  1 the place   2 id of the freeze that holds there ('' for none)   3 the next freeze (JSON, '' for none)
--       4 how many there may be   5 now, in milliseconds   6 what is to be told (JSON)   7 milliseconds to keep that
--       8 the entry that tells it   9 when it is looked at again, in milliseconds ('' for never)
--       10 audit line (JSON)   11 SHA-256 of that line   12 a unique name of this step, which 6 holds
-- Returns 'written', 'stale' when another freeze holds there, or 'many'
local freezes, news, outbox, timers, audit, audit_head = unpack(KEYS)
local place, expected, next, most, now, told, keep_ms, entry, again_ms, line, line_digest, writer = unpack(ARGV)

-- A command that was sent again after a lost connection finds its own work.
if string.find(redis.call('GET', news) or '', writer, 1, true) then return 'written' end

local standing, count, last_ms = '', 0, 0
local places = redis.call('HGETALL', freezes)
for at = 1, #places, 2 do
  local freeze = cjson.decode(places[at + 1])
  if freeze.toMs <= tonumber(now) then
    redis.call('HDEL', freezes, places[at])
  elseif places[at] == place then
    standing = freeze.chat.id
  else
    count = count + 1
    last_ms = math.max(last_ms, freeze.toMs)
  end
end
if standing ~= expected then return 'stale' end
-- However many tasks are frozen, the whole project can be.
local is_another_task = next ~= '' and expected == '' and place ~= 'project'
if is_another_task and count >= tonumber(most) then return 'many' end

if next == '' then
  redis.call('HDEL', freezes, place)
else
  redis.call('HSET', freezes, place, next)
  last_ms = math.max(last_ms, cjson.decode(next).toMs)
end
if last_ms > 0 then redis.call('PEXPIREAT', freezes, string.format('%.0f', last_ms)) end
redis.call('SET', news, told, 'PX', keep_ms)
redis.call('XADD', outbox, '*', 'entry', entry)
if again_ms ~= '' then redis.call('ZADD', timers, again_ms, entry) end
append_audit(audit, audit_head, line, line_digest)
return 'written'
