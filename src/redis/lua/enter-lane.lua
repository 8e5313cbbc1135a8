-- Lets a holder into a lane that is free, or whose holder is not alive any more.
--
-- KEYS  1 lane (string: its holder)   2 sign of life of the holder (string)
-- ARGV  1 the holder   2 milliseconds for which the lane is held
--       3 milliseconds for which the sign of life is good   4 what the sign of life begins with
-- Returns 1 if it is in the lane
local lane, alive = unpack(KEYS)
local holder, held_ms, alive_ms, prefix = unpack(ARGV)
-- A lane belongs to somebody who lives, so whoever comes says first that it does.
redis.call('SET', alive, 'in a lane', 'PX', alive_ms)
local other = redis.call('GET', lane)
-- Ours already, from an answer that was lost; within a replica the dispatcher keeps the order.
if other == holder then return 1 end
if other and redis.call('EXISTS', prefix .. other) == 1 then return 0 end
redis.call('SET', lane, holder, 'PX', held_ms)
return 1
