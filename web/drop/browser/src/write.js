// The page where a report is written, sealed and sent.
import { derive } from './derive.js'
import { consents, read } from './message.js'
import { ask, presentKey } from './net.js'
import { busy, complain, complainOfKey, copy, explain, fill, find, fingerprint, hush, keepOnLanguage, make, text, Work } from './page.js'
import { checkFiles, sealAll, sealOwn } from './parcel.js'
import { digits, newReceipt, words } from './receipt.js'
import { checkRecipient, Refusal } from './seal.js'

// A Receipt is made as soon as the person begins to write, since its keys take a while.
class Receipt {
  bits = newReceipt()
  share = 0
  onprogress = () => {}
  keys = derive(this.bits, share => this.onprogress(this.share = share))

  constructor () { this.keys.catch(() => {}) } // whoever waits for them is told
}

// What is known of this letter; it stays through a change of the language.
const letter = { receipt: null, key: null, unanswered: false, tried: '' }

const snapshot = (m, files) => JSON.stringify([m, files.map(f => [f.name, f.size, f.lastModified])])

export function start (old) {
  const shown = copy('page')
  const form = find('form', shown)
  find('#asleep').replaceWith(shown)
  fill(form, old)
  letter.key ??= form.dataset.key
  find('#print').textContent = fingerprint(letter.key)
  form.addEventListener('input', () => { letter.receipt ??= new Receipt() }, { once: true })
  form.addEventListener('submit', event => {
    event.preventDefault()
    send(form)
  })
  keepOnLanguage(form, start)
}

async function send (form) {
  hush()
  let work
  try {
    const message = { ...read(form, 'report'), consents: consents(form) }
    const files = [...form.elements.files.files]
    if (!message.what && files.length === 0) throw new Refusal('empty', { field: 'what' })
    checkFiles(files, Number(form.dataset.max))
    checkRecipient(letter.key)
    busy(form, true)
    work = new Work()
    const present = await presentKey()
    checkRecipient(present)
    if (present !== letter.key) throw new Refusal('key', { key: present })
    const receipt = letter.receipt ??= new Receipt()
    const own = await waitFor(receipt, work)
    const parts = await sealAll(letter.key, message, files, work)
    const fields = [['key', letter.key], ['lookup_hash', own.lookupHash], ['answer_to', own.recipient],
      await sealOwn(own.recipient, message.consents), ...parts]
    work.step('sending')
    const late = await deliver(fields, work, snapshot(message, files))
    arrived(receipt, late)
  } catch (error) {
    work?.end()
    busy(form, false)
    // While nobody knows of an earlier try, it must not be said that nothing was sent.
    fail(form, error.code === 'offline' && letter.unanswered ? new Refusal('network') : error)
  }
}

async function waitFor (receipt, work) {
  work.step('making')
  receipt.onprogress = share => work.done(share)
  work.done(receipt.share)
  const stopped = new Promise(resolve => work.signal.addEventListener('abort', () => resolve(null)))
  try {
    const own = await Promise.race([receipt.keys, stopped])
    if (!own) throw new Refusal('stopped')
    return own
  } catch (error) {
    if (error.code !== 'stopped') letter.receipt = null // the next try makes another
    throw error
  } finally {
    receipt.onprogress = () => {}
  }
}

// deliver sends the parcel. Where an earlier try got no answer, the server may have it already; then it says so, and that
// is as good. deliver tells whether that earlier try was of another text.
async function deliver (fields, work, now) {
  try {
    await ask('/private', fields, share => {
      work.done(share)
      if (share === 1) {
        work.step('storing')
        work.done(1)
        work.past()
      }
    }, work.signal)
    return false
  } catch (error) {
    if (error.code === 'network' || error.code === 'stopped') {
      if (!letter.unanswered) letter.tried = now
      letter.unanswered = true
    }
    if (error.code !== 'known') throw error
    if (letter.unanswered) return letter.tried !== now
    letter.receipt = null // somebody has the same; the next try makes another
    throw new Refusal('server')
  }
}

function fail (form, error) {
  if (error.code === 'key' && error.details.key) {
    return complainOfKey(form, error.details.key, key => {
      letter.key = key
      find('#print').textContent = fingerprint(key)
    })
  }
  const name = error.details?.name ? [make('p', {}, make('bdi', { textContent: error.details.name }))] : []
  complain(form, explain(error), error.details?.field, text('title'), ...name, make('p', { textContent: text('still') }))
}

// arrived shows the receipt, and takes what was typed off the page.
function arrived (receipt, late) {
  const lang = document.documentElement.lang
  const page = copy('arrived')
  const list = find('.words', page)
  list.replaceChildren(...words(receipt.bits, lang).map(word => make('li', { textContent: word })))
  const groups = digits(receipt.bits)
  find('.digits', page).replaceChildren(...[0, 3, 6].map(i => make('span', { textContent: groups.slice(i, i + 3).join(' ') })))
  if (late) find('.lead', page).after(make('p', { className: 'note warm', textContent: text('late') }))
  document.title = find('#arrived').dataset.title
  find('header .languages')?.remove() // another language would be another page, without the receipt
  const main = find('main')
  main.replaceChildren(page)
  const title = find('h1', main)
  title.tabIndex = -1
  title.focus()
  scrollTo(0, 0)
  receipt.bits.fill(0)
  letter.receipt = null
}
