-- Appends a line to the audit trail; every script that writes one uses this.
--
-- audit (stream), head (string), line (JSON), its SHA-256, and from a writer that knows the head:
-- the head that it expects, and the hash that then follows. Returns the place of the line
local function append_audit(audit, head, line, line_digest, expected, hash)
  local previous = redis.call('GET', head) or string.rep('0', 64)
  if previous ~= expected then hash = sha256(previous .. line_digest) end
  redis.call('SET', head, hash)
  return redis.call('XADD', audit, '*', 'line', line, 'previous', previous, 'hash', hash)
end

-- Records the place of a line with the request it is about.
local function file_audit(request, place)
  local places = redis.call('HGET', request, 'audit')
  redis.call('HSET', request, 'audit', places and places .. ' ' .. place or place)
end
