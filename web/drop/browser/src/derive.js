// The keys of a receipt are derived beside the page, in a worker, which is ended afterwards: the page stays quick while
// the person writes, and the 64 MiB that Argon2id filled are given back at once.
import { keys } from './receipt.js'

// The worker is this same script. Its address is the only one that this page's policy lets a worker be made from.
const self = globalThis.document?.currentScript?.src
const rules = { createScriptURL: address => address }
const policy = globalThis.document && globalThis.trustedTypes?.createPolicy('worker', rules)

// inside is what the script does in the worker.
export function inside () {
  onmessage = async ({ data: bits }) => postMessage({ keys: await keys(bits, share => postMessage({ share })) })
}

// derive returns the keys of a receipt, as keys does. Where a browser makes no worker, it works in the page.
export function derive (bits, progress) {
  return new Promise((resolve, reject) => {
    const here = () => keys(bits, progress).then(resolve, reject)
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
      if (!data.keys) return progress(data.share)
      worker.terminate()
      resolve(data.keys)
    }
    worker.postMessage(bits)
  })
}
