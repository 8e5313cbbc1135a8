-- Stores an event of the Live API and queues it, unless it is a repetition, or one too many within a minute.
--
-- KEYS  1 seen (string)   2 event (string)   3 outbox (stream)
--       4 events of its task (stream)   5 tasks with kept events (sorted set)   6 how many events are kept (hash)
--       7 how many came within a minute (number)
-- ARGV  1 event (JSON)   2 milliseconds in which the same event counts as a repetition
--       3 milliseconds to keep it   4 entry for the outbox
--       5 task   6 what is kept for the as-run log (JSON)   7 when it happened, in milliseconds, or ''   8 now
--       9 bounds of what is kept (JSON)   10 how many may come within a minute
-- Returns 1 if it was taken, 0 for a repetition, -1 for one too many
local seen, event, outbox, events, heard, counts, rate = unpack(KEYS)
local document, repeat_ms, keep_ms, entry, task, what, at, now_ms, bounds, most = unpack(ARGV)
local came = redis.call('INCR', rate)
if came == 1 then redis.call('PEXPIRE', rate, 60000) end
if came > tonumber(most) then return -1 end
if not redis.call('SET', seen, '1', 'PX', repeat_ms, 'NX') then return 0 end
redis.call('SET', event, document, 'PX', keep_ms)
redis.call('XADD', outbox, '*', 'entry', entry)
keep_event(events, heard, counts, task, what, at, tonumber(now_ms), cjson.decode(bounds))
return 1
