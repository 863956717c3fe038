// The script of the pages below /private, and of the worker that they start. It waits for nobody else: no other script,
// no other site.
import { inside } from './derive.js'
import { find, wayOut } from './page.js'
import { start as startReturn } from './return.js'
import { start as startWrite } from './write.js'

if (globalThis.document) {
  wayOut()
  const form = find('#page')?.content.querySelector('form')
  if (form?.dataset.page === 'write') startWrite()
  if (form?.dataset.page === 'return') startReturn()
} else {
  inside()
}
