-- Reads a request, whether people, groups or policies have changed, and what the next line of the audit follows.
--
-- KEYS  1 request (hash)   2 version of the directory (counter)   3 version of the policies (counter)
--       4 head of the audit (string)
-- ARGV  (none)
-- Returns {document or '', the version of the directory or '', that of the policies or '', head or ''}
local request, directory_version, policies_version, audit_head = unpack(KEYS)
return {
  redis.call('HGET', request, 'document') or '',
  redis.call('GET', directory_version) or '',
  redis.call('GET', policies_version) or '',
  redis.call('GET', audit_head) or '',
}
