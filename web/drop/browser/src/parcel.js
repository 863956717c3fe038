// One envelope: a message and its files, sealed and ready to send.
import { describe, maxFiles } from './message.js'
import { Refusal, sealPart, sealText } from './seal.js'

// checkFiles refuses, before any work, what the server would refuse.
export function checkFiles (files, most) {
  if (files.length > maxFiles) throw new Refusal('manyfiles', { field: 'files' })
  if (files.reduce((sum, f) => sum + f.size, 0) > most) throw new Refusal('toolarge', { field: 'files' })
  const empty = files.find(f => f.size === 0)
  if (empty) throw new Refusal('emptyfile', { field: 'files', name: empty.name })
}

// sealAll seals files and a message that lists them. It returns the parts in their order, as fields of a form.
export async function sealAll (key, message, files, work) {
  work.step('sealing')
  const total = files.reduce((sum, f) => sum + f.size, 0)
  let done = 0
  const listed = []
  const parts = []
  for (const file of files) {
    const sealed = await sealPart(key, file, n => work.done((done += n) / total), work.signal)
    listed.push(describe(file, sealed))
    parts.push(['part', sealed.blob])
  }
  const whole = listed.length ? { ...message, files: listed } : message
  return [['part', await sealText(key, JSON.stringify(whole))], ...parts]
}

// sealOwn seals the person's own copy of what they agreed to.
export const sealOwn = async (recipient, agreed) => ['own', await sealText(recipient, JSON.stringify(agreed))]
