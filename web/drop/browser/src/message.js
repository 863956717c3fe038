// The message of an envelope, as package report in Go writes it (docs/protocol.md, section 4.1).
import { Refusal } from './seal.js'

const maxText = 256 << 10 // bytes of one answer
export const maxFiles = 100
const maxName = 200 // letters of a file's name

const whole = s => s.replace(/\p{Surrogate}/gu, '\ufffd') // halves of letters cannot be written down

// cleanText leaves out what is no text: control characters.
export const cleanText = s => whole(s).replace(/\r\n?/g, '\n').replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '').trim()

// cleanName makes a file's name harmless to show: no folders, no characters that are invisible or turn the text around.
export function cleanName (s) {
  s = s.slice(Math.max(s.lastIndexOf('/'), s.lastIndexOf('\\')) + 1).replace(/[\p{Cc}\p{Cf}\ufffd]/gu, '').trim()
  const letters = [...s]
  if (letters.length > maxName) s = letters.slice(0, maxName - 20).join('') + '…' + letters.slice(-19).join('')
  return s === '' || s === '.' || s === '..' ? 'file' : s
}

const cleanType = s => /^[\w.+-]+\/[\w.+-]+$/.test(s) && s.length <= 100 ? s : ''

// read takes the message out of a form, but for its files. It throws a Refusal that names the field.
export function read (form, kind) {
  const m = { version: 1, kind, language: document.documentElement.lang }
  const data = new FormData(form)
  for (const name of ['what', 'whom', 'where', 'when', 'cooperation']) {
    const text = cleanText(data.get(name) ?? '')
    if (new TextEncoder().encode(text).length > maxText) throw new Refusal('textlong', { field: name })
    if (text) m[name] = text
  }
  if (data.get('danger') === 'yes') m.danger_now = true
  return m
}

// consents returns every purpose that the form shows, and whether it is ticked, in the words that it shows. With none, it
// is as if nothing were ticked.
export function consents (form, none = false) {
  return [...form.querySelectorAll('input[name=consent]')].map(box => {
    const label = box.closest('label')
    const one = {
      purpose: box.value,
      given: box.checked && !none,
      wording: label.querySelector('b').textContent + '\n' + label.querySelector('.hint').textContent
    }
    if (box.value === 'share_partner' && one.given) {
      one.partner = cleanText(form.elements.partner.value)
      if (!one.partner) throw new Refusal('partner', { field: 'partner' })
    }
    return one
  })
}

// describe makes the entry of a sealed file in the message.
export const describe = (file, sealed) => {
  const type = cleanType(file.type)
  return { name: cleanName(file.name), ...(type && { type }), size: sealed.size, sha256: sealed.sha256 }
}
