-- Keeps what a form shows for a while from now on.
--
-- KEYS  1 draft (hash)
-- ARGV  1 the draft (JSON)   2 for how long, in milliseconds
-- Returns nothing
redis.call('HSET', KEYS[1], 'draft', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
