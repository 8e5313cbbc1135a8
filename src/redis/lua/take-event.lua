-- Keeps an event of the Live API and asks for it to be handled, unless the same one came before.
--
-- KEYS  1 seen (string)   2 event (string)   3 outbox (stream)
-- ARGV  1 event (JSON)   2 milliseconds for which the same one is a repeated one
--       3 milliseconds to keep it   4 entry for the outbox
-- Returns 1 if it was taken
local seen, event, outbox = unpack(KEYS)
local document, repeat_ms, keep_ms, entry = unpack(ARGV)
if not redis.call('SET', seen, '1', 'PX', repeat_ms, 'NX') then return 0 end
redis.call('SET', event, document, 'PX', keep_ms)
redis.call('XADD', outbox, '*', 'entry', entry)
return 1
