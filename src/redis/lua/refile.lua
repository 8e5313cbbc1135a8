-- Moves a request to other indexes, with the lock that it may hold, unless it has changed.
--
-- KEYS  1 request (hash)   2 its task lock until now (string)   3 its task lock from now on (string)
--       and then every index (sorted set of request ids) that the request was or may be in
-- ARGV  1 the expected version   2 its document   3 its id
--       4 for each index the score to file it under, or '-' to take it out, one a line
-- Returns 1 if it was filed
local request, lock_before, lock = unpack(KEYS, 1, 3)
local version, document, id, scores = unpack(ARGV, 1, 4)
if redis.call('HGET', request, 'version') ~= version then return 0 end
redis.call('HSET', request, 'document', document)
if lock_before ~= lock and redis.call('GET', lock_before) == id then
  redis.call('SET', lock, id, 'NX')
  redis.call('DEL', lock_before)
end
local index = 3
for score in string.gmatch(scores, '[^\n]+') do
  index = index + 1
  if score == '-' then redis.call('ZREM', KEYS[index], id) else redis.call('ZADD', KEYS[index], score, id) end
end
return 1
