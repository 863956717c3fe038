// The page where a person comes back: what was sealed to their receipt is opened here.
import { derive } from './derive.js'
import { consents, read } from './message.js'
import { ask } from './net.js'
import { busy, complain, complainOfKey, copy, explain, fill, find, hush, keepOnLanguage, make, text, Work } from './page.js'
import { checkFiles, sealAll, sealOwn } from './parcel.js'
import { parse } from './receipt.js'
import { checkRecipient, openPart, Refusal } from './seal.js'

const bytes = base64 => Uint8Array.from(atob(base64 ?? ''), c => c.charCodeAt(0))
const json = async (sealed, identity) => JSON.parse(new TextDecoder().decode(await openPart(bytes(sealed), identity)))

export function start (old) {
  const shown = copy('page')
  const form = find('form', shown)
  find('#asleep').replaceWith(shown)
  fill(form, old)
  form.addEventListener('submit', event => {
    event.preventDefault()
    open(form)
  })
  keepOnLanguage(form, start)
}

async function open (form) {
  hush()
  let work
  try {
    const bits = parse(form.elements.receipt.value)
    busy(form, true)
    work = new Work(false)
    work.step('opening')
    const own = await derive(bits, share => work.done(share))
    work.step('fetching')
    const thread = await ask('/private/answers', [['lookup', own.lookup]])
    work.end()
    await show(own, thread)
  } catch (error) {
    work?.end()
    busy(form, false)
    complain(form, explain(error.code === 'network' ? new Refusal('offline') : error), 'receipt', text('closed'))
  }
}

// show makes the page of a thread. done names what has just been done.
async function show (own, thread, done) {
  const page = copy('thread')
  for (const place of page.querySelectorAll('.waiting')) place.textContent = thread.waiting
  find('#withdrawn', page).hidden = !thread.withdrawn
  find('#open', page).hidden = thread.withdrawn
  if (done) {
    find('#done', page).hidden = false
    find('#done strong', page).textContent = text(done)
  }
  find('#none', page).hidden = thread.answers.length > 0
  find('#answers', page).append(...await Promise.all(thread.answers.map(a => letter(a, own.identity))))
  const agreed = find('#consents', page)
  if (thread.own) {
    try {
      tick(agreed, await json(thread.own, own.identity))
    } catch {} // the rest of the page is still of use
  }
  document.title = find('#thread').dataset.title
  // The work in the middle and the texts are needed again.
  const main = find('main')
  for (const old of [...main.children]) if (old.localName !== 'template' && old.id !== 'work') old.remove()
  main.prepend(page)
  find('header .languages')?.remove()
  listen(own, thread)
  find('h1', main).focus()
  scrollTo(0, 0)
}

async function letter (answer, identity) {
  const time = make('time', { dateTime: answer.day, textContent: answer.date })
  const head = make('p', { className: 'quiet' }, time)
  let said
  try {
    const m = await json(answer.sealed, identity)
    if (m.version !== 1 || m.kind !== 'answer') throw new Refusal('damaged')
    if (m.from) head.append(' · ', make('bdi', { textContent: m.from }))
    said = make('p', { className: 'said', dir: 'auto', textContent: m.what ?? '' })
  } catch {
    said = make('p', { textContent: text('damaged') })
  }
  return make('article', { className: 'card' }, head, said)
}

function tick (form, agreed) {
  for (const one of agreed) {
    const box = [...form.querySelectorAll('input[name=consent]')].find(b => b.value === one.purpose)
    if (box) box.checked = one.given
    if (one.partner) form.elements.partner.value = one.partner
  }
}

function listen (own, thread) {
  const form = id => find('#' + id)
  // on seals what prepare gives and sends it, then shows the thread as it is now.
  const on = (id, path, done, prepare) => form(id)?.addEventListener('submit', async event => {
    event.preventDefault()
    hush()
    let work
    try {
      const { message, files = [], agreed } = prepare(form(id))
      if (thread.key) checkRecipient(thread.key)
      else if (path !== '/private/withdraw') throw new Refusal('nokey')
      busy(form(id), true)
      work = new Work()
      const fields = [['lookup', own.lookup], ['key', thread.key]]
      if (agreed) fields.push(await sealOwn(own.recipient, agreed))
      if (thread.key) fields.push(...await sealAll(thread.key, message, files, work))
      work.step('sending')
      await ask(path, fields, share => work.done(share), work.signal)
      const now = await ask('/private/answers', [['lookup', own.lookup]])
      work.end()
      await show(own, now, done)
    } catch (error) {
      work?.end()
      busy(form(id), false)
      await fail(form(id), error)
    }
  })
  const fail = async (at, error) => {
    if (error.code === 'key') {
      const now = await ask('/private/answers', [['lookup', own.lookup]]).catch(() => null)
      if (now?.key) return complainOfKey(at, now.key, key => { thread.key = key })
    }
    const words = error.code === 'network' ? text('again') : explain(error)
    complain(at, words, error.details?.field, text('title'), make('p', { textContent: text('still') }))
  }
  on('write', '/private/write', 'written', at => {
    const files = [...at.elements.files.files]
    const message = read(at, 'addition')
    if (!message.what && files.length === 0) throw new Refusal('emptymore', { field: 'what' })
    checkFiles(files, Number(at.dataset.max))
    return { message, files }
  })
  on('consents', '/private/write', 'chosen', at => {
    const agreed = consents(at)
    return { message: { ...read(at, 'consents'), consents: agreed }, agreed }
  })
  on('withdraw', '/private/withdraw', null, at => {
    const none = consents(form('consents'), true)
    return { message: { ...read(at, 'withdraw'), consents: none } }
  })
  find('#ask').onclick = () => {
    form('withdraw').hidden = false
    form('withdraw').scrollIntoView()
    find('button.danger', form('withdraw')).focus()
  }
  find('#keep').onclick = () => {
    form('withdraw').hidden = true
    find('#ask').focus()
  }
}
