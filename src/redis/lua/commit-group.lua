-- Writes the next state of a group of events, if the one it was made from still stands.
--
-- KEYS  1 group (string)   2 timers (sorted set)
-- ARGV  1 the document that must stand now ('' for none)   2 next document
--       3 milliseconds to keep it   4 when to show it ('' for not)   5 entry that shows it
-- Returns 1 if it was written
local group, timers = unpack(KEYS)
local expected, document, keep_ms, due_ms, entry = unpack(ARGV)
if (redis.call('GET', group) or '') ~= expected then return 0 end
redis.call('SET', group, document, 'PX', keep_ms)
-- A timer that is set already stays: events that keep coming must not put the message off for ever.
if due_ms ~= '' then redis.call('ZADD', timers, 'NX', due_ms, entry) end
return 1
