-- Files a request anew, unless it has moved on.
--
-- KEYS  1 request (hash)
--       and then every index (sorted set of request ids) that the request may be in
-- ARGV  1 the version that must stand   2 its document   3 its id
--       4 for each index the score to file it under, or '-' to take it out, one a line
-- Returns 1 if it was filed
local request = KEYS[1]
local version, document, id, scores = unpack(ARGV, 1, 4)
if redis.call('HGET', request, 'version') ~= version then return 0 end
redis.call('HSET', request, 'document', document)
local index = 1
for score in string.gmatch(scores, '[^\n]+') do
  index = index + 1
  if score == '-' then redis.call('ZREM', KEYS[index], id) else redis.call('ZADD', KEYS[index], score, id) end
end
return 1
