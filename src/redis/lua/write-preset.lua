-- Writes, renames or removes a saved preset together with its line of the audit, or nothing.
--
-- KEYS  1 presets (hash: JSON by name)   2 audit (stream)   3 audit head (string)
-- ARGV  1 name to remove, or ''   2 name to write, or ''   3 its document (JSON)   4 how many there may be
--       5 audit line (JSON)   6 SHA-256 of that line
-- Returns 'written', 'gone', 'taken' or 'full'
local presets, audit, head = unpack(KEYS)
local removed, name, document, most, line, line_digest = unpack(ARGV)
local standing = name ~= '' and redis.call('HGET', presets, name)
-- A command that was sent again after a lost connection finds its own work.
if standing and standing == document then return 'written' end
if removed ~= '' and redis.call('HEXISTS', presets, removed) == 0 then return 'gone' end
if standing then return 'taken' end
local left = redis.call('HLEN', presets) - (removed ~= '' and 1 or 0)
if name ~= '' and left >= tonumber(most) then return 'full' end
if removed ~= '' then redis.call('HDEL', presets, removed) end
if name ~= '' then redis.call('HSET', presets, name, document) end
append_audit(audit, head, line, line_digest)
return 'written'
