-- Gives a lease back, unless it ran out and somebody else holds it now.
--
-- KEYS  1 lease (string)
-- ARGV  1 the holder
-- Returns 1 if it was given back
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
