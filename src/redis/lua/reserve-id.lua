-- Gives a draft its request id: the same one however often the form is submitted.
--
-- KEYS  1 draft (hash)   2 last id (counter)
-- ARGV  (none)
-- Returns the number
local draft, last_id = unpack(KEYS)
local reserved = redis.call('HGET', draft, 'number')
if reserved then return tonumber(reserved) end
local number = redis.call('INCR', last_id)
redis.call('HSET', draft, 'number', number)
return number
