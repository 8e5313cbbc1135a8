-- Writes the next state of a document, if the state it was made from is still the stored one.
--
-- KEYS  1 document (string)   2 timers (sorted set)
-- ARGV  1 the state expected now ('' for none)   2 the next state
--       3 milliseconds to keep it   4 when its timer is due ('' for no timer)   5 the timer's entry
-- Returns 1 if it was written
local document, timers = unpack(KEYS)
local expected, next, keep_ms, due_ms, entry = unpack(ARGV)
if (redis.call('GET', document) or '') ~= expected then return 0 end
redis.call('SET', document, next, 'PX', keep_ms)
-- A timer that is already set stays: events that keep coming must not put it off for ever.
if due_ms ~= '' then redis.call('ZADD', timers, 'NX', due_ms, entry) end
return 1
