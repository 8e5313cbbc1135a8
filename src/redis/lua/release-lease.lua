-- Releases a lease, unless it expired and somebody else holds it now.
--
-- KEYS  1 lease (string)
-- ARGV  1 the holder
-- Returns 1 if it was released
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
