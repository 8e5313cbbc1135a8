-- Writes which policies replicas hold in a project, and tells the audit of one that came into force, or nothing.
--
-- KEYS  1 record (string, JSON)   2 version of the policies (counter)   3 audit (stream)   4 audit head (string)
--       5 noted (hash)
-- ARGV  1 the record as it was read, or ''   2 the next one   3 what the audit is told about
--       4 the version of the policy in force, or '' if the audit is not told   5 audit line (JSON)
--       6 SHA-256 of that line
-- Returns 1 if it was written, 0 if the record is another one by now
local record, policies_version, audit, head, noted = unpack(KEYS)
local expected, next_record, about, version, line, line_digest = unpack(ARGV)
if (redis.call('GET', record) or '') ~= expected then return 0 end
if next_record ~= expected then
  redis.call('SET', record, next_record)
  redis.call('INCR', policies_version)
end
if version ~= '' and redis.call('HGET', noted, about) ~= version then
  redis.call('HSET', noted, about, version)
  append_audit(audit, head, line, line_digest)
end
return 1
