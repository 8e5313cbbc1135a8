-- Saves what a form shows, and restarts its expiry.
--
-- KEYS  1 draft (hash)
-- ARGV  1 the draft (JSON)   2 for how long, in milliseconds
-- Returns nothing
redis.call('HSET', KEYS[1], 'draft', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
