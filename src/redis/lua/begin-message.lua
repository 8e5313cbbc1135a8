-- Notes the message that is about to be posted, if whoever posts it has the lane of its request.
-- One that stood still may have lost it to another, which posts the message as well.
--
-- KEYS  1 messages (hash)   2 lane (string: its holder)
-- ARGV  1 the holder   2 the message   3 milliseconds for which the lane is held from now on
-- Returns 1, or 0 when somebody else is in the lane
local messages, lane = unpack(KEYS)
local holder, message, held_ms = unpack(ARGV)

local other = redis.call('GET', lane)
if other and other ~= holder then return 0 end
redis.call('SET', lane, holder, 'PX', held_ms)
redis.call('HSET', messages, 'begun', message)
return 1
