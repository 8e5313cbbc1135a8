-- Reads a request, and whether people or groups have changed.
--
-- KEYS  1 request (hash)   2 version of the directory (counter)
-- ARGV  (none)
-- Returns {document or '', the version or ''}
local request, directory_version = unpack(KEYS)
return { redis.call('HGET', request, 'document') or '', redis.call('GET', directory_version) or '' }
