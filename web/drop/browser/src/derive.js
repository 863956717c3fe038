// The keys of a receipt are derived beside the page, in a worker, which is ended afterwards: the page stays quick while
// the person writes, and the 64 MiB that Argon2id filled are given back at once.
import { keys } from './receipt.js'
import { Refusal } from './seal.js'

// The worker is this same script. Its address is the only one that this page's policy lets a worker be made from.
const self = globalThis.document?.currentScript?.src
const rules = { createScriptURL: address => address }
const policy = globalThis.document && globalThis.trustedTypes?.createPolicy('worker', rules)

// codeOf names what went wrong. What is none of our own refusals is want of memory: nothing else can fail here.
const codeOf = error => error instanceof Refusal ? error.code : 'memory'

// inside is what the script does in the worker.
export function inside () {
  onmessage = async ({ data: bits }) => {
    try {
      postMessage({ keys: await keys(bits, share => postMessage({ share })) })
    } catch (error) {
      postMessage({ failed: codeOf(error) })
    }
  }
}

// derive returns the keys of a receipt, as keys does. Where a browser makes no worker, it works in the page.
export function derive (bits, progress) {
  return new Promise((resolve, reject) => {
    const here = () => keys(bits, progress).then(resolve, error => reject(new Refusal(codeOf(error))))
    let worker
    try {
      worker = new Worker((policy ?? rules).createScriptURL(self))
    } catch {
      return here()
    }
    worker.onerror = event => {
      event.preventDefault()
      worker.terminate()
      here()
    }
    worker.onmessage = ({ data }) => {
      if ('share' in data) return progress(data.share)
      worker.terminate()
      if (data.keys) resolve(data.keys)
      else reject(new Refusal(data.failed))
    }
    worker.postMessage(bits)
  })
}
