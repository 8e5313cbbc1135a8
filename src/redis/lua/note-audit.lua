-- Appends a line to the audit, unless its value is the one noted last.
--
-- KEYS  1 audit (stream)   2 audit head (string)   3 noted (hash)
-- ARGV  1 what it is about   2 its value now   3 audit line (JSON)   4 SHA-256 of that line
-- Returns 1 if it was appended
local audit, head, noted = unpack(KEYS)
local about, value, line, line_digest = unpack(ARGV)
if redis.call('HGET', noted, about) == value then return 0 end
redis.call('HSET', noted, about, value)
append_audit(audit, head, line, line_digest)
return 1
