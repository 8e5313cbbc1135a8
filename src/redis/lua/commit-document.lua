-- Writes the next state of a document, if the one it was made from still stands.
--
-- KEYS  1 document (string)   2 timers (sorted set)
-- ARGV  1 what must stand now ('' for none)   2 what is to stand
--       3 milliseconds to keep it   4 when somebody has to see to it ('' for not)   5 entry that says so
-- Returns 1 if it was written
local document, timers = unpack(KEYS)
local expected, next, keep_ms, due_ms, entry = unpack(ARGV)
if (redis.call('GET', document) or '') ~= expected then return 0 end
redis.call('SET', document, next, 'PX', keep_ms)
-- A timer that is set already stays: events that keep coming must not put it off for ever.
if due_ms ~= '' then redis.call('ZADD', timers, 'NX', due_ms, entry) end
return 1
