-- Reads a draft that was submitted, and gives it its request id: the same one however often.
--
-- KEYS  1 draft (hash)   2 last id (counter)
-- ARGV  (none)
-- Returns {draft (JSON), the number}, or nothing when there is no draft
local draft, last_id = unpack(KEYS)
local document = redis.call('HGET', draft, 'draft')
if not document then return false end
local number = redis.call('HGET', draft, 'number')
if not number then
  number = redis.call('INCR', last_id)
  redis.call('HSET', draft, 'number', number)
end
return { document, tonumber(number) }
