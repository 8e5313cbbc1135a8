-- Removes a request and everything about it from the store, unless it has changed.
--
-- KEYS  1 request (hash)   2 messages (hash)
--       and then every index (sorted set of request ids) that the request may be in
-- ARGV  1 the expected version   2 its id
-- Returns 1 if it was removed
local request, messages = unpack(KEYS, 1, 2)
local version, id = unpack(ARGV, 1, 2)
if redis.call('HGET', request, 'version') ~= version then return 0 end
redis.call('UNLINK', request, messages)
for at = 3, #KEYS do redis.call('ZREM', KEYS[at], id) end
return 1
