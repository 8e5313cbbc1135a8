-- Writes the next state of a group of events, unless it has changed meanwhile.
--
-- KEYS  1 group (string)   2 timers (sorted set)
-- ARGV  1 the expected document ('' for none)   2 next document
--       3 milliseconds to keep it   4 when to show it ('' for never)   5 entry that shows it
-- Returns 1 if it was written
local group, timers = unpack(KEYS)
local expected, document, keep_ms, due_ms, entry = unpack(ARGV)
if (redis.call('GET', group) or '') ~= expected then return 0 end
redis.call('SET', group, document, 'PX', keep_ms)
-- A timer that is already set stays: a steady flow of events must not put off the message forever.
if due_ms ~= '' then redis.call('ZADD', timers, 'NX', due_ms, entry) end
return 1
