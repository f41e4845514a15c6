// Random chains of transformations of random secrets, each in a program of its own that Node runs,
// a minifier that people use makes small, and something else wraps: Envwall has to find 99 of 100.
//
//   node chains.mjs ENVWALL [SEED] [COUNT]
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { comesTo, minifiers } from './table.mjs'

const [envwall, seed = '1', count = '300'] = process.argv.slice(2)

/** Numbers from a seed: SplitMix32. */
function numbers(state) {
  return (below) => {
    state = (state + 0x9e3779b9) | 0
    let z = state ^ (state >>> 16)
    z = Math.imul(z, 0x21f0aaad)
    z ^= z >>> 15
    z = Math.imul(z, 0x735a2d97)
    return ((z ^ (z >>> 15)) >>> 0) % below
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const quote = (text) => `'${text.replace(/['\\]/g, '\\$&').replace(/\n/g, '\\n')}'`

/** A program that puts a secret together, and what was done. */
class Chain {
  constructor(random) {
    this.random = random
    this.declarations = []
    this.steps = []
    // the guard goes both ways at so many conditions that nobody knows
    this.conditions = 2
  }

  pick(list) {
    return list[this.random(list.length)]
  }

  name() {
    return `n${this.declarations.length}`
  }

  /** An expression that comes to a text. */
  expression(text, depth) {
    const latin = /^[ -~]*$/.test(text)
    if (depth === 0 || text.length < 2) return this.literal(text)
    const inner = (part) => this.expression(part, depth - 1)
    const at = 1 + this.random(text.length - 1)
    const [left, right] = [text.slice(0, at), text.slice(at)]
    const ways = {
      sum: () => `(${inner(left)} + ${inner(right)})`,
      concat: () => `${inner(left)}.concat(${inner(right)})`,
      template: () => '`${' + inner(left) + '}${' + inner(right) + '}`',
      join: () => `[${inner(left)}, ${inner(right)}].join('')`,
      reverse: () => `${inner([...text].reverse().join(''))}.split('').reverse().join('')`,
      slice: () => `${inner(`x${text}yy`)}.slice(1, -2)`,
      substring: () => `${inner(`xx${text}`)}.substring(2)`,
      replaceAll: () => `${inner(`${left}##${right}`)}.replaceAll('##', '')`,
      split: () => `${inner(`${left}|${right}`)}.split('|').join('')`,
      trim: () => `${inner(` ${text} `)}.trim()`,
      codes: () => `String.fromCharCode(${[...text].map((char) => char.charCodeAt(0))})`,
      spread: () => `String.fromCharCode(...[${[...text].map((char) => char.charCodeAt(0))}])`,
      map: () => `[${[...text].map((char) => char.charCodeAt(0) ^ 21)}].map(c => String.fromCharCode(c ^ 21)).join('')`,
      atob: () => `atob(${inner(btoa(text))})`,
      buffer: () => `Buffer.from(${inner(Buffer.from(text).toString('hex'))}, 'hex').toString()`,
      percent: () => `decodeURIComponent(${inner([...text].map((char) => '%' + char.charCodeAt(0).toString(16)).join(''))})`,
      json: () => `JSON.parse(${inner(JSON.stringify(text))})`,
      object: () => `({a: ${inner(left)}, b: ${inner(right)}}).a.concat(${inner(right)})`,
      constant: () => this.declare('const', inner(text)),
      variable: () => this.declare('var', inner(text)),
      destructured: () => this.destructure(inner(left), inner(right)),
      append: () => this.append(inner(left), inner(right)),
      function: () => this.call(inner(text)),
      parameter: () => `((a, b = ${inner(right)}) => a + b)(${inner(left)})`,
      condition: () => this.condition(inner(text)),
    }
    const usable = Object.keys(ways).filter((way) =>
      (latin || !['codes', 'spread', 'map', 'atob', 'buffer', 'percent'].includes(way)) &&
      (this.conditions > 0 || way !== 'condition') &&
      (!/[#|]/.test(text) || !['replaceAll', 'split'].includes(way)) &&
      (text.trim() === text || way !== 'trim'))
    const way = this.pick(usable)
    this.steps.push(way)
    return ways[way]()
  }

  literal(text) {
    const way = this.random(4)
    if (way === 0 && /^[ -~]*$/.test(text)) {
      return `'${[...text].map((char) => '\\x' + char.charCodeAt(0).toString(16).padStart(2, '0')).join('')}'`
    }
    return way === 1 ? JSON.stringify(text) : quote(text)
  }

  declare(kind, value) {
    const name = this.name()
    this.declarations.push(`${kind} ${name} = ${value};`)
    return name
  }

  destructure(left, right) {
    const name = this.name()
    this.declarations.push(`const {a: ${name}, b: [${name}b]} = {a: ${left}, b: [${right}]};`)
    return `(${name} + ${name}b)`
  }

  append(left, right) {
    const name = this.name()
    this.declarations.push(`let ${name} = ${left}; ${name} += ${right};`)
    return name
  }

  call(value) {
    const name = this.name()
    this.declarations.push(`function ${name}() { return ${value} }`)
    return `${name}()`
  }

  condition(value) {
    this.conditions -= 1
    return `(Date.now() > 1 ? ${value} : 'nothing')`
  }
}

const wrappers = {
  script: (code) => ['a.js', code],
  page: (code) => ['a.html', `<!doctype html><script>${code.replace(/<\/script/g, '<\\/script')}</script>`],
  handler: (code) => ['a.html', `<p onclick="${code.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}">`],
  gzip: (code) => ['a.js.gz', gzipSync(code)],
  brotli: (code) => ['a.js.br', brotliCompressSync(code)],
  eval: (code) => ['a.js', `eval(${JSON.stringify(code)})`],
  address: (code) => ['a.html', `<script src="data:text/javascript;base64,${Buffer.from(code).toString('base64')}"></script>`],
  map: (code) => ['a.js.map', JSON.stringify({ version: 3, sources: ['a.js'], sourcesContent: [code], names: [], mappings: '' })],
}

async function program(number) {
  const random = numbers(Number(seed) * 1_000_003 + number)
  const chain = new Chain(random)
  const secret = Array.from({ length: 20 + random(16) }, () => ALPHABET[random(64)]).join('')
  const value = chain.expression(secret, 1 + random(4))
  const code = `${chain.declarations.join('\n')}\nout('?k=' + ${value} + '&u=' + Date.now())`
  if (!comesTo(code, secret)) throw Error(`program ${number} does not come to its value:\n${code}`)
  const minifier = chain.pick(['none', ...Object.keys(minifiers)])
  const small = minifier === 'none' ? code : await minifiers[minifier](code)
  const wrapper = chain.pick(Object.keys(wrappers))
  return { number, secret, code: small, file: wrappers[wrapper](small), steps: [...chain.steps, minifier, wrapper] }
}

const folder = mkdtempSync(join(tmpdir(), 'chains-'))
const programs = []
for (let number = 0; number < Number(count); number++) programs.push(await program(number))
for (const { number, file: [name, content] } of programs) {
  mkdirSync(join(folder, 'dist', String(number)), { recursive: true })
  writeFileSync(join(folder, 'dist', String(number), name), content)
}
const environment = Object.fromEntries(programs.map(({ number, secret }) => [`SECRET_${number}`, secret]))
writeFileSync(join(folder, 'envwall.toml'), '[client]\ninclude = ["dist/**"]\n[server]\n' + Object.keys(environment).map((name) => `${name} = "string"\n`).join(''))
writeFileSync(join(folder, '.env'), Object.entries(environment).map(([name, value]) => `${name}=${value}\n`).join(''))

const report = (() => {
  try {
    return execFileSync(resolve(envwall), ['guard', '--format', 'json'], { cwd: folder, env: {}, maxBuffer: 1 << 28 })
  } catch (error) {
    if (error.status !== 1) throw error
    return error.stdout
  }
})()
const places = (finding) => [finding.artifact, ...finding.also_in].map((artifact) => ({ ...finding, artifact }))
const findings = JSON.parse(report).findings.filter((finding) => finding.code === 'EW001').flatMap(places)
const found = new Set(findings.map((finding) => `${finding.variable} ${finding.artifact.split('/')[1]}`))
const missed = programs.filter(({ number }) => !found.has(`SECRET_${number} ${number}`))
const wrong = findings.filter((finding) => finding.variable !== `SECRET_${finding.artifact.split('/')[1]}`)

for (const { number, code, steps } of missed) console.log(`missed ${number}: ${steps.join(' → ')}\n${code}\n`)
for (const { variable, artifact } of wrong) console.log(`${variable} is not in ${artifact}`)
console.log(`${programs.length} programs of seed ${seed}: ${missed.length} missed, ${wrong.length} wrong`)
rmSync(folder, { recursive: true })
// what is encoded twice in pieces, and the like: docs/limits.md, "Which scripts are parsed"
const mayMiss = programs.length / 100
process.exitCode = missed.length > mayMiss || wrong.length > 0 ? 1 : 0
