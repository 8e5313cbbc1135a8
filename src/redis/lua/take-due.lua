-- Moves due timers into the outbox, so that all work takes one path.
--
-- KEYS  1 timers (sorted set)   2 outbox (stream)
-- ARGV  1 now in milliseconds   2 how many at most
-- Returns how many were moved
local timers, outbox = unpack(KEYS)
local now, limit = unpack(ARGV)
local due = redis.call('ZRANGEBYSCORE', timers, '-inf', now, 'LIMIT', 0, limit)
for _, entry in ipairs(due) do
  redis.call('ZREM', timers, entry)
  redis.call('XADD', outbox, '*', 'entry', entry)
end
return #due
