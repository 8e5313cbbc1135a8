-- Notes where a request is shown; a new message adds a line to the audit.
--
-- KEYS  1 messages (hash)   2 request (hash)   3 audit (stream)   4 audit head (string)
-- ARGV  1 the field with the message   2 audit line (JSON)   3 SHA-256 of that line
--       4 what to write, 'field value' a line
-- Returns nothing
local messages, request, audit, head = unpack(KEYS)
local field, line, line_digest, fields = unpack(ARGV, 1, 4)
local before = redis.call('HGET', messages, field)
for name, value in string.gmatch(fields, '(%S+) ([^\n]*)') do redis.call('HSET', messages, name, value) end
if redis.call('HGET', messages, field) ~= before and redis.call('EXISTS', request) == 1 then
  file_audit(request, append_audit(audit, head, line, line_digest))
end
