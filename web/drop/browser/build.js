// Makes ../assets/private.js out of src: one file, minified, with the licences of what is in it. The same sources give the
// same bytes. With --check it changes nothing, and fails if the file is not what the sources give.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const target = join(here, '../assets/private.js')

const { outputFiles, metafile } = await build({
  absWorkingDir: here,
  entryPoints: ['src/main.js'],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none', // the full licences stand at the top
  loader: { '.txt': 'text' },
  metafile: true,
  write: false
})

// packages lists what is really in the file.
const packages = [...new Set(Object.entries(Object.values(metafile.outputs)[0].inputs)
  .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  .map(([file]) => /^node_modules\/(?:.*node_modules\/)?((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1])
  .filter(Boolean))].sort()

const licences = new Map()
for (const name of packages) {
  const { version } = JSON.parse(readFileSync(join(here, 'node_modules', name, 'package.json'), 'utf8'))
  const text = readFileSync(join(here, 'node_modules', name, 'LICENSE'), 'utf8').trim()
  licences.set(text, [...(licences.get(text) ?? []), `${name} ${version}`])
}
const banner = ['Made from web/drop/browser by its build.js; do not edit. It holds, beside our own:',
  ...[...licences].map(([text, names]) => `${names.join(', ')}\n\n${text}`)].join('\n\n----\n\n')
const text = `/*!\n${banner.replaceAll('*/', '* /')}\n*/\n${outputFiles[0].text}`

if (process.argv.includes('--check')) {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
    console.error('web/drop/assets/private.js is not what web/drop/browser/src gives: run "npm ci && npm run build" there')
    process.exit(1)
  }
} else {
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
}
const kib = n => (n / 1024).toFixed(1) + ' KiB'
console.log(`private.js: ${kib(Buffer.byteLength(text))}, compressed ${kib(gzipSync(text, { level: 9 }).length)}, SHA-256 ${createHash('sha256').update(text).digest('hex')}`)
