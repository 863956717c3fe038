// What both pages share: their texts, progress, errors beside the fields, and the way out.
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { Refusal } from './seal.js'

export const find = (selector, within = document) => within.querySelector(selector)

// text returns a text of the page, in its language, with %d, %s or %[2]s filled in.
export function text (name, ...args) {
  let i = 0
  return find(`[data-for=${name}]`, find('#texts').content).textContent
    .replace(/%(?:\[(\d)\])?[ds]/g, (_, place) => args[place ? place - 1 : i++])
}

export function make (tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

// copy returns what a <template> holds.
export const copy = id => document.importNode(find('#' + id).content, true)

// A Work shows how far long work is. Its signal is aborted when the person stops it.
export class Work {
  #box = find('#work')
  #stop = new AbortController()

  constructor (stoppable = true) {
    this.signal = this.#stop.signal
    const button = find('#stop')
    button.hidden = !stoppable
    button.onclick = () => this.#stop.abort()
    this.#box.hidden = false
    this.#box.scrollIntoView({ block: 'nearest' })
  }

  // step begins a part of the work; done is then called with 0 to 1.
  step (name) {
    find('[role=status]', this.#box).textContent = text(name)
    this.done(0)
  }

  done (share) { find('progress', this.#box).value = share }

  // past says that it cannot be stopped any more.
  past () { find('#stop').hidden = true }

  end () { this.#box.hidden = true }
}

// hush takes away the errors that were shown.
export function hush () {
  for (const old of document.querySelectorAll('.errors, .error')) old.remove()
  for (const field of document.querySelectorAll('.bad')) field.classList.remove('bad')
  for (const input of document.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid')
    const hint = document.getElementById(input.id + '-why')
    if (hint) input.setAttribute('aria-describedby', hint.id)
    else input.removeAttribute('aria-describedby')
  }
}

// complain shows what is wrong above a form, and beside the field where it belongs to one. more are further elements.
export function complain (form, message, field, title, ...more) {
  hush()
  const input = field && form.elements[field]
  const box = make('div', { className: 'errors', tabIndex: -1 }, make('h2', { textContent: title }))
  box.setAttribute('role', 'alert')
  if (input) {
    const link = make('a', { href: '#' + input.id, textContent: message })
    link.onclick = event => { event.preventDefault(); input.focus() }
    box.append(make('ul', {}, make('li', {}, link)))
    const error = make('span', { className: 'error', id: input.id + '-error', textContent: message })
    if (input.classList.contains('partner')) error.classList.add('partner')
    input.before(error)
    input.closest('.field')?.classList.add('bad')
    input.setAttribute('aria-invalid', 'true')
    input.setAttribute('aria-describedby', `${error.id} ${input.getAttribute('aria-describedby') ?? ''}`.trim())
  } else {
    box.append(make('p', {}, make('strong', { textContent: message })))
  }
  box.append(...more)
  form.before(box)
  box.focus({ preventScroll: true })
  box.scrollIntoView({ block: 'start' }) // its beginning is what matters, below the header that stays
}

// explain returns the words for an error. Errors that no Refusal names are mistakes of ours.
export function explain (error) {
  if (!(error instanceof Refusal)) {
    console.error(error.name) // never more: a message could quote what was typed
    return text('server')
  }
  const { text: told, word, position } = error.details
  if (told) return told
  const known = find(`[data-for=${error.code}]`, find('#texts').content)
  return known ? text(error.code, ...(word ? [position, word] : [])) : text('server')
}

// complainOfKey says that the team's key is another one now. It is used only if the person says so.
export function complainOfKey (form, recipient, adopt) {
  const print = make('code', { dir: 'ltr', textContent: fingerprint(recipient) })
  const accept = make('button', { type: 'button', textContent: text('newkey') })
  accept.onclick = () => {
    adopt(recipient)
    hush()
    find('.actions button', form).focus()
  }
  complain(form, text('key'), null, text('title'), make('p', {}, print), make('p', {}, accept), make('p', { textContent: text('still') }))
}

// fingerprint is the first half of the SHA-256 of a recipient, as the server shows it.
export const fingerprint = recipient => bytesToHex(sha256(utf8ToBytes(recipient))).slice(0, 32).match(/..../g).join(' ')

// busy keeps a form as it is while it is being sent.
export function busy (form, on) {
  for (const element of form.elements) element.disabled = on
  form.setAttribute('aria-busy', on)
}

// wayOut empties the page before it leads away, and leaves no step back to it.
export function wayOut () {
  document.addEventListener('click', event => {
    const link = event.target.closest?.('a.leave')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    find('main').replaceChildren()
    location.replace(link.href)
  })
}

// keepOnLanguage shows the page in another language without losing what was typed. restart is called on the new page.
export function keepOnLanguage (form, restart) {
  for (const link of document.querySelectorAll('.languages a')) {
    link.onclick = event => {
      if (form.getAttribute('aria-busy') === 'true') return event.preventDefault()
      event.preventDefault()
      const request = new XMLHttpRequest()
      request.open('GET', link.href)
      request.responseType = 'document'
      request.onload = () => {
        const page = request.response
        if (!page || request.status !== 200 || !page.querySelector('#page')) return
        const { lang, dir } = page.documentElement
        Object.assign(document.documentElement, { lang, dir })
        document.title = page.title
        document.body.replaceWith(document.adoptNode(page.body))
        history.replaceState(null, '', link.href)
        restart(form)
      }
      request.send()
    }
  }
}

// fill puts what stands in an old form into a new one.
export function fill (form, old) {
  for (const from of old?.elements ?? []) {
    if (!from.name) continue
    const to = [...form.elements].find(e => e.name === from.name && (!['checkbox', 'radio'].includes(e.type) || e.value === from.value))
    if (!to) continue
    if (from.type === 'file') to.files = from.files
    else if (from.type === 'checkbox' || from.type === 'radio') to.checked = from.checked
    else to.value = from.value
  }
}
