-- Notes that a replica is taking events, and the silence before it, if any.
--
-- KEYS  1 listening (hash: since, last)   2 silences (stream of from and until, in milliseconds)
-- ARGV  1 now in milliseconds   2 the longest time between two notes   3 how many silences are kept
-- Returns 1 if there was a silence
local listening, silences = unpack(KEYS)
local now_ms, longest_ms, most = unpack(ARGV)
redis.call('HSETNX', listening, 'since', now_ms)
local last_ms = redis.call('HGET', listening, 'last')
-- A late note must not overwrite a newer one of another replica.
if last_ms and tonumber(last_ms) >= tonumber(now_ms) then return 0 end
redis.call('HSET', listening, 'last', now_ms)
if not last_ms or now_ms - last_ms <= tonumber(longest_ms) then return 0 end
redis.call('XADD', silences, 'MAXLEN', most, '*', 'from', last_ms, 'until', now_ms)
return 1
