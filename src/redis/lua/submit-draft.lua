-- Reads a draft that was submitted, and gives it its request id: the same one however often.
--
-- KEYS  1 draft (hash)   2 last id (counter)   3 news about people (counter)
-- ARGV  (none)
-- Returns {draft (JSON), the number, the news or ''}, or nothing when there is no draft
local draft, last_id, people_news = unpack(KEYS)
local document = redis.call('HGET', draft, 'draft')
if not document then return false end
local number = redis.call('HGET', draft, 'number')
if not number then
  number = redis.call('INCR', last_id)
  redis.call('HSET', draft, 'number', number)
end
return { document, tonumber(number), redis.call('GET', people_news) or '' }
