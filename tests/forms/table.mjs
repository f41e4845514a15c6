// The table of forms: what is written, and what has to be found in it.
import { runInNewContext } from 'node:vm'
import esbuild from 'esbuild'
import { minify as terser } from 'terser'
import swc from '@swc/core'

/** Rows of the table, and the files they are about. */
export const rows = []
export const files = new Map()

/** Where a finding is expected, in a text. */
const MARK = '§'

/**
 * One form. `written` has contents by file name; the file with a § in it is the one in which the
 * finding is expected, at that place; else `expected.file` names it, or it is the only one.
 */
export function form(name, written, expected = {}) {
  const folder = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
  const row = { form: name, variable: 'API_KEY', code: 'EW001', ...expected }
  for (const [file, content] of Object.entries(written)) {
    const path = `dist/${folder}/${file}`
    if (files.has(path)) throw Error(`${path} is there twice`)
    if (typeof content === 'string' && content.includes(MARK)) {
      const before = content.slice(0, content.indexOf(MARK))
      row.file = file
      row.line = before.split('\n').length
      row.column = before.length - before.lastIndexOf('\n')
      files.set(path, content.replace(MARK, ''))
    } else {
      files.set(path, content)
    }
    row.file ??= file
  }
  row.artifact = `dist/${folder}/${row.file}`
  delete row.file
  rows.push(row)
}

/** Whether a script, when it runs, hands the value to `out`. */
export function comesTo(script, value) {
  const seen = []
  const out = (text) => seen.push(String(text))
  const globals = { out, atob, btoa, TextDecoder, TextEncoder, Buffer, setTimeout: (code) => runInNewContext(code, globals) }
  globals.window = globals.self = globals.globalThis = globals
  runInNewContext(script, globals)
  return seen.some((text) => text.includes(value))
}

export const minifiers = {
  esbuild: async (script) => (await esbuild.transform(script, { minify: true })).code,
  terser: async (script) => (await terser(script, { toplevel: true })).code,
  swc: async (script) =>
    (await swc.transform(script, {
      isModule: false, minify: true,
      jsc: { target: 'es2022', minify: { compress: true, mangle: { toplevel: true } } },
    })).code,
}

/** A program that hands the value to `out`, as it is and minified by each minifier. */
export async function program(name, script, { value, variable = 'API_KEY', ...expected } = {}) {
  const plain = script.replace(MARK, '')
  if (!comesTo(plain, value)) throw Error(`${name}: the program does not come to the value`)
  form(name, { 'plain.js': script }, { variable, ...expected })
  for (const [tool, minify] of Object.entries(minifiers)) {
    const code = await minify(plain)
    if (!comesTo(code, value)) throw Error(`${name}, ${tool}: the program does not come to the value`)
    form(`${name}, ${tool}`, { 'min.js': code }, { variable, found: expected.found })
  }
}

/** What a compiler makes of a program for older browsers: its helpers do what syntax did. */
const older = {
  'esbuild for ES2017': async (script) => (await esbuild.transform(script, { minify: true, target: 'es2017' })).code,
  'swc for ES5': async (script) =>
    (await swc.transform(script, {
      isModule: false, minify: true,
      jsc: { target: 'es5', minify: { compress: { toplevel: false }, mangle: true } },
    })).code,
}

/** A program that hands the value to `out`, as each compiler writes it for older browsers. */
export async function compiled(name, script, { value, variable = 'API_KEY' }) {
  for (const [tool, compile] of Object.entries(older)) {
    const code = await compile(script)
    if (!comesTo(code, value)) throw Error(`${name}, ${tool}: the program does not come to the value`)
    form(`${name}, ${tool}`, { 'old.js': code }, { variable })
  }
}
