-- Writes a value, if the writer holds the lease of it. One that stood still may have lost that to another.
--
-- KEYS  1 value (string)   2 lease (string: its holder)
-- ARGV  1 the holder   2 the value   3 milliseconds for which the lease is held from now on
-- Returns 1, or 0 when somebody else holds the lease
local key, lease = unpack(KEYS)
local holder, value, held_ms = unpack(ARGV)

local other = redis.call('GET', lease)
if other and other ~= holder then return 0 end
redis.call('SET', lease, holder, 'PX', held_ms)
redis.call('SET', key, value)
return 1
