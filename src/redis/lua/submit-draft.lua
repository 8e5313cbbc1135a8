-- Reads a submitted draft and gives it a request id, the same one each time.
--
-- KEYS  1 draft (hash)   2 last id (counter)   3 version of the directory (counter)
-- ARGV  (none)
-- Returns {draft (JSON), the number, the version or ''}, or nothing when there is no draft
local draft, last_id, directory_version = unpack(KEYS)
local document = redis.call('HGET', draft, 'draft')
if not document then return false end
local number = redis.call('HGET', draft, 'number')
if not number then
  number = redis.call('INCR', last_id)
  redis.call('HSET', draft, 'number', number)
end
return { document, tonumber(number), redis.call('GET', directory_version) or '' }
