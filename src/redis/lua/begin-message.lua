-- Notes the message that is about to be posted, if the poster still holds the lease of its request.
-- A replica that was frozen may have lost it to another, which posts the message as well.
--
-- KEYS  1 messages (hash)   2 lease (string: its holder)
-- ARGV  1 the holder   2 the message   3 milliseconds to hold the lease from now on
-- Returns 1, or 0 when somebody else holds the lease
local messages, lease = unpack(KEYS)
local holder, message, held_ms = unpack(ARGV)

local other = redis.call('GET', lease)
if other and other ~= holder then return 0 end
redis.call('SET', lease, holder, 'PX', held_ms)
redis.call('HSET', messages, 'begun', message)
return 1
