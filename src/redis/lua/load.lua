-- Reads a request, and with it what a decision on it has to know of.
--
-- KEYS  1 request (hash)   2 news about people (counter)
-- ARGV  (none)
-- Returns {document or '', the news or ''}
local request, people_news = unpack(KEYS)
return { redis.call('HGET', request, 'document') or '', redis.call('GET', people_news) or '' }
