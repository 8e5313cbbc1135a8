-- Takes a request out of the store with all that is known about it, unless it has moved on.
--
-- KEYS  1 request (hash)   2 messages (hash)
--       and then every index (sorted set of request ids) that the request may be in
-- ARGV  1 the version that must stand   2 its id
-- Returns 1 if it was taken out
local request, messages = unpack(KEYS, 1, 2)
local version, id = unpack(ARGV, 1, 2)
if redis.call('HGET', request, 'version') ~= version then return 0 end
redis.call('UNLINK', request, messages)
for at = 3, #KEYS do redis.call('ZREM', KEYS[at], id) end
return 1
