-- Gives a lease to a holder if it is free or its holder is dead, or renews it.
--
-- KEYS  1 lease (string: its holder)   2 sign of life of the holder (string)
-- ARGV  1 the holder   2 milliseconds for which the lease is held
--       3 milliseconds for which the sign of life is good   4 what the sign of life begins with
-- Returns 1 if the holder has it
local lease, alive = unpack(KEYS)
local holder, held_ms, alive_ms, prefix = unpack(ARGV)
-- Only a live replica may hold a lease, so it renews its sign of life first.
redis.call('SET', alive, 'in a lane', 'PX', alive_ms)
local other = redis.call('GET', lease)
-- Already ours: it is renewed, or an earlier reply was lost. Within a replica the dispatcher keeps order.
if other and other ~= holder and redis.call('EXISTS', prefix .. other) == 1 then return 0 end
redis.call('SET', lease, holder, 'PX', held_ms)
return 1
