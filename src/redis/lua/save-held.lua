-- Writes a value, if the writer still holds the lease of it. One that stood still may have lost that to another, which
-- writes as well.
--
-- KEYS  1 the value, or a hash with it   2 lease (string: its holder)
-- ARGV  1 the holder   2 the value   3 milliseconds for which the lease is held from now on
--       4 the field of the hash ('' for none)
-- Returns 1, or 0 when somebody else holds the lease
local key, lease = unpack(KEYS)
local holder, value, held_ms, field = unpack(ARGV)

local other = redis.call('GET', lease)
if other and other ~= holder then return 0 end
redis.call('SET', lease, holder, 'PX', held_ms)
if field == '' then redis.call('SET', key, value) else redis.call('HSET', key, field, value) end
return 1
