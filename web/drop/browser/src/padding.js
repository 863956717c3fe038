// How parts are filled up so that their size tells little: docs/protocol.md, section 3.2.

export const floor = 4096

// padded returns how many bytes n bytes of content take inside the seal.
export function padded (n) {
  const length = n + 1
  if (length <= floor) return floor
  const e = Math.floor(Math.log2(length))
  const s = Math.floor(Math.log2(e)) + 1
  const step = 2 ** Math.max(e - s, 0)
  return Math.ceil(length / step) * step
}

// unpad takes the padding away, or returns null where it is not exactly right.
export function unpad (payload) {
  let end = payload.length
  while (end > 0 && payload[end - 1] === 0) end--
  if (end === 0 || payload[end - 1] !== 0x80 || padded(end - 1) !== payload.length) return null
  return payload.subarray(0, end - 1)
}
