-- SHA-256 of a string as 64 hexadecimal characters. Redis offers scripts only SHA-1, and the audit
-- chain must be computed where it is written, or two writers could chain to the same line.
-- The first 32 bits of the fractions of the cube roots of the first 64 primes, and of the square roots
-- of the first 8. Computing them each time took a sixth of each commit.
local sha256_constants = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
}
local sha256_start = {
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
}

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
