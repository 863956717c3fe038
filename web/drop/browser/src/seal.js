// Parts: age files of padded content, sealed to post-quantum hybrid keys and to nothing weaker (docs/protocol.md, section 3).
import { Decrypter, Encrypter } from 'age-encryption'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { padded, unpad } from './padding.js'

// A Refusal is what went wrong, under a name for which the page has words. Its text quotes nothing.
export class Refusal extends Error {
  constructor (code, details = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

// The length of a hybrid recipient is fixed: 1,216 bytes in bech32 after "age1pq1", and a checksum of 6 letters.
const recipientForm = /^age1pq1[qpzry9x8gf2tvdw0s3jn54khce6mua7l]{1952}$/

// checkRecipient refuses what is no hybrid recipient. The library would also seal to the older kind, age1..., which whoever
// records the file now could open with a quantum computer later.
export function checkRecipient (recipient) {
  if (!recipient) throw new Refusal('nokey')
  if (!recipientForm.test(recipient)) throw new Refusal('weakkey')
  try {
    new Encrypter().addRecipient(recipient) // checks the checksum and the key itself
  } catch {
    throw new Refusal('weakkey')
  }
}

// pause lets the page breathe in the middle of long work.
const pause = () => new Promise(resolve => setTimeout(resolve))

const sliceSize = 1 << 16 // bytes that are sealed without looking at the clock
const breath = 40 // milliseconds between two pauses
const pieceSize = 1 << 22 // sealed bytes that are handed to the browser together

// sealPart seals a Blob (a File, too) to a recipient. It returns the sealed file as a Blob, and the size and SHA-256 of
// the content. progress is called with the number of bytes done since the last call. signal ends it early.
export async function sealPart (recipient, content, progress = () => {}, signal) {
  checkRecipient(recipient)
  const hash = sha256.create()
  let read = 0
  const padding = async function * () {
    const reader = content.stream().getReader()
    let rested = performance.now()
    for (;;) {
      let step
      try {
        step = await reader.read()
      } catch {
        throw new Refusal('unreadable')
      }
      if (step.done) break
      for (let at = 0; at < step.value.length; at += sliceSize) {
        if (signal?.aborted) throw new Refusal('stopped')
        const some = step.value.subarray(at, at + sliceSize)
        hash.update(some)
        read += some.length
        yield some
        progress(some.length)
        if (performance.now() - rested > breath) {
          await pause()
          rested = performance.now()
        }
      }
    }
    if (read !== content.size) throw new Refusal('unreadable') // it changed under our hands
    const rest = new Uint8Array(padded(read) - read)
    rest[0] = 0x80
    yield rest
  }()
  const source = new ReadableStream({
    async pull (controller) {
      const { done, value } = await padding.next()
      if (done) controller.close()
      else controller.enqueue(value)
    }
  })
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  const sealed = await encrypter.encrypt(source)
  const pieces = []
  let piece = []
  let length = 0
  const reader = sealed.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    piece.push(value)
    length += value.length
    if (length >= pieceSize) {
      pieces.push(new Blob(piece))
      piece = []
      length = 0
    }
  }
  return { blob: new Blob([...pieces, ...piece]), size: read, sha256: bytesToHex(hash.digest()) }
}

// sealText seals a text.
export const sealText = async (recipient, text) => (await sealPart(recipient, new Blob([text]))).blob

// stanzas returns the types of the stanzas of an age file, or null if it has no whole header.
function stanzas (file) {
  const latin = String.fromCharCode(...file.subarray(0, 65536))
  const end = /\n--- [^\n]{43}\n/.exec(latin)
  if (!latin.startsWith('age-encryption.org/v1\n') || !end) return null
  return [...latin.slice(0, end.index + 1).matchAll(/^-> (\S+)/gm)].map(m => m[1]).filter(t => !t.endsWith('-grease'))
}

// openPart opens a sealed file with an identity. What is sealed to anything but hybrid keys is refused, even if it opens.
export async function openPart (file, identity) {
  const types = stanzas(file)
  if (!types || types.length === 0 || types.some(t => t !== 'mlkem768x25519')) throw new Refusal('damaged')
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  let payload
  try {
    payload = await decrypter.decrypt(file)
  } catch {
    throw new Refusal('damaged')
  }
  const content = unpad(payload)
  if (!content) throw new Refusal('damaged')
  return content
}
