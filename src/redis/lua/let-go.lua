-- Ends an entry of the outbox for the replica that has it. If another replica has taken it over,
-- nothing changes.
--
-- KEYS  1 outbox (stream)   2 timers (sorted set)   3 dead letters (stream)
-- ARGV  1 group   2 its consumer   3 id of the entry   4 'done', 'later' or 'aside'
--       5 the entry for 'later' or 'aside'   6 when it is due, in milliseconds, or why it failed
-- Returns 1, or 0 when this replica does not have it
local outbox, timers, aside = unpack(KEYS)
local group, consumer, id, how, entry, detail = unpack(ARGV)

if #redis.call('XPENDING', outbox, group, id, id, 1, consumer) == 0 then return 0 end
if how == 'later' then redis.call('ZADD', timers, detail, entry) end
if how == 'aside' then redis.call('XADD', aside, '*', 'entry', entry, 'error', detail) end
redis.call('XACK', outbox, group, id)
redis.call('XDEL', outbox, id)
return 1
