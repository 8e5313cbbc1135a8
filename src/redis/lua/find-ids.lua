-- Finds the members of a sorted set that come after a place. From the highest score downwards, and
-- under one score from the last id to the first.
--
-- KEYS  1 sorted set
-- ARGV  1 score of the place ('+inf' for the start)   2 id at the place ('' for the start)
--       3 how many at most
-- Returns {the total, {id, score, id, score, ...}}
local score_before, id_before, limit = ARGV[1], ARGV[2], tonumber(ARGV[3])
local set, found, offset = KEYS[1], {}, 0
local has_more = limit > 0
while has_more and #found < 2 * limit do
  local got = redis.call('ZRANGE', set, score_before, '-inf', 'BYSCORE', 'REV', 'LIMIT', offset, limit, 'WITHSCORES')
  for at = 1, #got, 2 do
    local id, score = got[at], got[at + 1]
    local is_after = id_before == '' or score ~= score_before or id < id_before
    if is_after and #found < 2 * limit then
      found[#found + 1] = id
      found[#found + 1] = score
    end
  end
  has_more = #got == 2 * limit
  offset = offset + limit
end
return { redis.call('ZCARD', set), found }
