-- Reads a submitted draft and gives it a request id, the same one each time, and another for its way back.
--
-- KEYS  1 draft (hash)   2 last id (counter)   3 version of the directory (counter)
--       4 version of the policies (counter)
-- ARGV  1 '1' to give it a second id
-- Returns {draft (JSON), the number, the version of the directory or '', that of the policies or '', the second
--         number or ''}, or nothing when there is no draft
local draft, last_id, directory_version, policies_version = unpack(KEYS)
local document = redis.call('HGET', draft, 'draft')
if not document then return false end
local number = redis.call('HGET', draft, 'number')
if not number then
  number = redis.call('INCR', last_id)
  redis.call('HSET', draft, 'number', number)
end
local back = redis.call('HGET', draft, 'back')
if not back and ARGV[1] == '1' then
  back = redis.call('INCR', last_id)
  redis.call('HSET', draft, 'back', back)
end
return {
  document,
  tonumber(number),
  redis.call('GET', directory_version) or '',
  redis.call('GET', policies_version) or '',
  back or '',
}
