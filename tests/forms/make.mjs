// Makes every form in which a value reaches client output, and the table that says where.
//
//   node make.mjs FOLDER
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import bundlers from './forms/bundlers.mjs'
import containers from './forms/containers.mjs'
import documents from './forms/documents.mjs'
import encodings from './forms/encodings.mjs'
import javascript from './forms/javascript.mjs'
import { secrets } from './secrets.mjs'
import { files, rows } from './table.mjs'

const folder = process.argv[2] ?? join(import.meta.dirname, 'project')
for (const make of [javascript, documents, encodings, containers, bundlers]) await make()

rmSync(folder, { recursive: true, force: true })
const write = (name, content) => {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
const names = Object.keys(secrets).map((name) => `${name} = "string"\n`)
write('envwall.toml', `# made by make.mjs\n[client]\ninclude = ["dist/**"]\n\n[server]\n${names.join('')}`)
write('environment.json', JSON.stringify(secrets, null, 2) + '\n')
write('forms.json', '[\n' + rows.map((row) => JSON.stringify(row)).join(',\n') + '\n]\n')
for (const [name, content] of files) write(name, content)
console.log(`${rows.length} forms in ${files.size} files`)
