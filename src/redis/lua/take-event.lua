-- Stores an event of the Live API and queues it, unless it is a repetition.
--
-- KEYS  1 seen (string)   2 event (string)   3 outbox (stream)
--       4 events of its task (stream)   5 tasks with kept events (sorted set)   6 how many events are kept (hash)
-- ARGV  1 event (JSON)   2 milliseconds in which the same event counts as a repetition
--       3 milliseconds to keep it   4 entry for the outbox
--       5 task   6 what is kept for the as-run log (JSON)   7 when it happened, in milliseconds, or ''   8 now
--       9 bounds of what is kept (JSON)
-- Returns 1 if it was taken
local seen, event, outbox, events, heard, counts = unpack(KEYS)
local document, repeat_ms, keep_ms, entry, task, what, at, now_ms, bounds = unpack(ARGV)
if not redis.call('SET', seen, '1', 'PX', repeat_ms, 'NX') then return 0 end
redis.call('SET', event, document, 'PX', keep_ms)
redis.call('XADD', outbox, '*', 'entry', entry)
keep_event(events, heard, counts, task, what, at, tonumber(now_ms), cjson.decode(bounds))
return 1
