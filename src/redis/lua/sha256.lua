-- SHA-256 of a string as 64 hexadecimal characters. Redis offers scripts only SHA-1, and the audit
-- chain must be computed where it is written, or two writers could chain to the same line.
local sha256_constants, sha256_start = {}, {}
do
  local found, candidate = 0, 2
  while found < 64 do
    local is_prime = true
    for divisor = 2, math.floor(math.sqrt(candidate)) do
      if candidate % divisor == 0 then is_prime = false break end
    end
    if is_prime then
      found = found + 1
      local cube, square = candidate ^ (1 / 3), candidate ^ (1 / 2)
      sha256_constants[found] = bit.tobit(math.floor((cube - math.floor(cube)) * 4294967296))
      if found <= 8 then
        sha256_start[found] = bit.tobit(math.floor((square - math.floor(square)) * 4294967296))
      end
    end
    candidate = candidate + 1
  end
end

local function sha256(text)
  local ror, rsh, xor, band, bnot, add = bit.ror, bit.rshift, bit.bxor, bit.band, bit.bnot, bit.tobit
  local zeros = string.rep('\0', (55 - #text) % 64)
  local data = text .. '\128' .. zeros .. struct.pack('>I4I4', 0, #text * 8)
  local h = { unpack(sha256_start) }
  local w = {}
  for block = 1, #data, 64 do
    for i = 1, 16 do w[i] = add((struct.unpack('>I4', data, block + (i - 1) * 4))) end
    for i = 17, 64 do
      local a, b = w[i - 15], w[i - 2]
      local s0 = xor(ror(a, 7), ror(a, 18), rsh(a, 3))
      local s1 = xor(ror(b, 17), ror(b, 19), rsh(b, 10))
      w[i] = add(w[i - 16] + s0 + w[i - 7] + s1)
    end
    local a, b, c, d, e, f, g, k = unpack(h)
    for i = 1, 64 do
      local s1 = xor(ror(e, 6), ror(e, 11), ror(e, 25))
      local t1 = k + s1 + xor(band(e, f), band(bnot(e), g)) + sha256_constants[i] + w[i]
      local s0 = xor(ror(a, 2), ror(a, 13), ror(a, 22))
      local t2 = s0 + xor(band(a, b), band(a, c), band(b, c))
      k, g, f, e, d, c, b, a = g, f, e, add(d + t1), c, b, a, add(t1 + t2)
    end
    for i, v in ipairs({ a, b, c, d, e, f, g, k }) do h[i] = add(h[i] + v) end
  end
  local hex = {}
  for i = 1, 8 do hex[i] = bit.tohex(h[i]) end
  return table.concat(hex)
end
