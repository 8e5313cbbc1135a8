-- Removes a dead replica from the group. One that is alive or has pending entries stays: they would
-- be lost with it.
--
-- KEYS  1 outbox (stream)   2 exists while the replica is alive
-- ARGV  1 group   2 name of the consumer
-- Returns 1 if it was removed
local outbox, alive = unpack(KEYS)
local group, consumer = unpack(ARGV)
if redis.call('EXISTS', alive) == 1 then return 0 end
if #redis.call('XPENDING', outbox, group, '-', '+', 1, consumer) > 0 then return 0 end
redis.call('XGROUP', 'DELCONSUMER', outbox, group, consumer)
return 1
