-- Limits the rate of something that allows a few calls at once and then one per interval. A caller
-- that has to wait is told when to come back, and its turn is reserved. If the clock is set back,
-- planned turns move with it: a clock that was an hour ahead for a minute must not block anybody
-- for an hour.
--
-- KEYS  1 turns (hash: 'next', 'closed', 'seen': the latest now, and who waits until when)
-- ARGV  1 who   2 now in milliseconds   3 milliseconds from one turn to the next
--       4 milliseconds that several at once may be ahead   5 no turn before this time, or '0'
-- Returns when the turn is; 0 for now
local turns = KEYS[1]
local who, now, every, ahead, closed = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local function noted(field) return tonumber(redis.call('HGET', turns, field) or '0') end
local function note(field, ms) redis.call('HSET', turns, field, string.format('%.0f', ms)) end

-- Clocks of replicas differ by less than this.
local back = noted('seen') - now
if back > 5000 then
  local planned = redis.call('HGETALL', turns)
  for at = 1, #planned, 2 do note(planned[at], tonumber(planned[at + 1]) - back) end
elseif back < 0 then
  note('seen', now)
end

closed = math.max(closed, noted('closed'))
note('closed', closed)
local kept = noted(who)
-- A turn missed long ago has lapsed, or a crowd of them would come at once.
local is_good = kept >= closed and kept > now - ahead - every
local turn = is_good and kept or math.max(noted('next'), now - ahead, closed)
if not is_good then note('next', turn + every) end
if turn > now then note(who, turn) else redis.call('HDEL', turns, who) end
redis.call('PEXPIRE', turns, string.format('%.0f', math.max(noted('next') - now, 0) + 60000))
return turn > now and turn or 0
