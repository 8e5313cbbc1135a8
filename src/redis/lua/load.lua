-- Reads a request, and whether people, groups or policies have changed.
--
-- KEYS  1 request (hash)   2 version of the directory (counter)   3 version of the policies (counter)
-- ARGV  (none)
-- Returns {document or '', the version of the directory or '', that of the policies or ''}
local request, directory_version, policies_version = unpack(KEYS)
return {
  redis.call('HGET', request, 'document') or '',
  redis.call('GET', directory_version) or '',
  redis.call('GET', policies_version) or '',
}
