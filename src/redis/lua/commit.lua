-- Writes the next version of a change request with everything that belongs to it, or nothing.
--
-- KEYS  1 request (hash: version, document, writer, audit: places of its lines, trace)   2 outbox (stream)
--       3 timers (sorted set)   4 audit (stream)   5 audit head (string)   6 task lock (string)
--       7 layout of the store (number)
--       and then every index (sorted set of request ids) that the request may be in
--       and then for each account of the requester a pair of indexes, the open requests for the task and
--       those of the account: if they share another request, nothing is written
-- ARGV  1 the expected version ('0': the request must not exist yet)
--       2 next version   3 next document (JSON)   4 request id
--       5 'take', 'release' or '' for the task lock
--       6 for each index the score to file the request under, or '-' to take it out, one a line
--       7 audit lines (JSON), one a line   8 of each 'its SHA-256, the head that it may follow, the head after it'
--       9 entries for the outbox, one a line   10 timers to set, 'dueMs entry' a line
--       11 timers to drop, one a line   12 a unique name of this commit
--       13 the layout that this commit knows   14 the span to store with the request if it has none, or ''
--       15 how many open requests the requester may have, or ''
--       16 for a link the ids of its chain, which its requester may have open beside it, one a line
--       17 and all ids that were open for the task when it was checked, one a line, or '' for what is no link
-- Returns {'written', head of the audit}, {'stale', document or '', its writer or ''}, {'locked', id of the request that runs},
--         {'taken', id of the other request in a pair of indexes}, {'many', how many are open},
--         {'crowded', id of a request that was not open then} or {'newer', layout}
local request, outbox, timers, audit, audit_head, lock, layout = unpack(KEYS, 1, 7)
local expected, version, document, id, lock_step, scores = unpack(ARGV, 1, 6)
local lines, links, entries, due, dropped, writer, known_layout, trace, most = unpack(ARGV, 7, 15)
local chain, checked = unpack(ARGV, 16, 17)

local function is_among(lines_of_ids, one)
  return string.find('\n' .. lines_of_ids .. '\n', '\n' .. one .. '\n', 1, true) ~= nil
end

local standing_layout = redis.call('GET', layout)
if standing_layout and tonumber(standing_layout) > tonumber(known_layout) then return { 'newer', standing_layout } end

if (redis.call('HGET', request, 'version') or '0') ~= expected then
  local standing = redis.call('HMGET', request, 'document', 'writer')
  return { 'stale', standing[1] or '', standing[2] or '' }
end
local _, filed = string.gsub(scores, '[^\n]+', '')
local open = 0
for pair = 8 + filed, #KEYS, 2 do
  open = open + redis.call('ZCARD', KEYS[pair + 1])
  if checked ~= '' then
    for _, other in ipairs(redis.call('ZRANGE', KEYS[pair], 0, -1)) do
      if other ~= id and not is_among(checked, other) then return { 'crowded', other } end
    end
  end
  for _, other in ipairs(redis.call('ZINTER', 2, KEYS[pair], KEYS[pair + 1])) do
    if other ~= id and not is_among(chain, other) then return { 'taken', other } end
  end
end
if most ~= '' and open >= tonumber(most) then return { 'many', open } end
local owner = redis.call('GET', lock)
if lock_step == 'take' and owner and owner ~= id then return { 'locked', owner } end

redis.call('HSET', request, 'version', version, 'document', document, 'writer', writer)
if trace ~= '' then redis.call('HSETNX', request, 'trace', trace) end
if lock_step == 'take' then redis.call('SET', lock, id) end
if lock_step == 'release' and owner == id then redis.call('DEL', lock) end

local index = 7
for score in string.gmatch(scores, '[^\n]+') do
  index = index + 1
  if score == '-' then redis.call('ZREM', KEYS[index], id) else redis.call('ZADD', KEYS[index], score, id) end
end

for entry in string.gmatch(entries, '[^\n]+') do redis.call('XADD', outbox, '*', 'entry', entry) end
for entry in string.gmatch(dropped, '[^\n]+') do redis.call('ZREM', timers, entry) end
for at, entry in string.gmatch(due, '(%d+) ([^\n]+)') do redis.call('ZADD', timers, at, entry) end

local next_link = string.gmatch(links, '(%S+) (%S+) (%S+)')
for line in string.gmatch(lines, '[^\n]+') do
  file_audit(request, append_audit(audit, audit_head, line, next_link()))
end

return { 'written', redis.call('GET', audit_head) }
