// What leaves this browser: sealed parts, the hash of a lookup id, a public key. Nothing else is sent by this script.
import { Refusal } from './seal.js'

// ask sends a form and returns the JSON answer. A Refusal with the code of the server's answer says why not; "network"
// means that nobody knows whether it arrived.
export function ask (path, fields, sent = () => {}, signal) {
  const body = new FormData()
  for (const [name, value] of fields) body.append(name, value, ...(value instanceof Blob ? ['sealed'] : []))
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const lang = new URLSearchParams(location.search).get('lang')
    request.open('POST', path + (lang ? '?lang=' + encodeURIComponent(lang) : ''))
    request.responseType = 'json'
    request.upload.onprogress = e => sent(e.loaded / e.total)
    request.onload = () => {
      if (request.status >= 200 && request.status < 300 && request.response) resolve(request.response)
      else reject(new Refusal(request.response?.code ?? (request.status === 413 ? 'toolarge' : 'server'), { text: request.response?.text }))
    }
    request.onerror = () => reject(new Refusal('network'))
    request.onabort = () => reject(new Refusal('stopped'))
    signal?.addEventListener('abort', () => request.abort())
    request.send(body)
  })
}

// presentKey asks which key the team has now.
export async function presentKey () {
  let response
  try {
    response = await fetch('/key.json', { cache: 'no-store' })
  } catch {
    throw new Refusal('offline')
  }
  if (!response.ok) throw new Refusal('nokey')
  return (await response.json()).recipient
}
