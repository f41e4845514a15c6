// What a program puts together.
import { API_KEY } from '../secrets.mjs'
import { compiled, form, program } from '../table.mjs'

// no piece, and no two in one literal but the last, are 60 percent of the value
const [a, b, c] = [API_KEY.slice(0, 16), API_KEY.slice(16, 24), API_KEY.slice(24)]
const reversed = [...API_KEY].reverse().join('')
const codes = [...API_KEY].map((char) => char.charCodeAt(0))
const base64 = btoa(API_KEY)
const hex = Buffer.from(API_KEY).toString('hex')
const percent = [...codes].map((code) => '%' + code.toString(16)).join('')
const spelled = (write) => [...API_KEY].map((char) => write(char.charCodeAt(0))).join('')
const pad = (number, length) => number.toString(16).padStart(length, '0')

const programs = {
  // literals
  'escape x': `out(§"${spelled((code) => '\\x' + pad(code, 2))}")`,
  'escape u': `out(§'${spelled((code) => '\\u' + pad(code, 4))}')`,
  'escape u braces': `out(§'${spelled((code) => `\\u{${code.toString(16)}}`)}')`,
  'escape octal': `out(§'${spelled((code) => '\\' + code.toString(8).padStart(3, '0'))}')`,
  'line continuation': `out(§'${a}\\\n${b}\\\n${c}')`,
  'template with constant parts': `out(§\`${a}\${"${b}"}\${'${c}'}\`)`,
  'String.raw': `out(§String.raw\`${a}\${'${b}'}\` + '${c}')`,
  // operators
  'sum': `out(§'${a}' + '${b}' + '${c}')`,
  'sum of unknown and known': `out(§Date.now() + '?k=${a}' + '${b}' + '${c}&u=' + Date.now())`,
  'append to a local': `let s = '${a}'; s += '${b}'; s += §'${c}'; out(s)`,
  'comma': `out(§(Date.now(), '${a}') + (0, '${b}${c}'))`,
  'conditional, then': `out(§(Date.now() > 1 ? '${a}' : 'none') + '${b}${c}')`,
  'conditional, else': `out(§(Date.now() < 1 ? 'none' : '${a}') + '${b}${c}')`,
  'or': `out(§(self.nothing || '${a}') + '${b}${c}')`,
  // methods
  'concat': `out(§'${a}'.concat('${b}', '${c}'))`,
  'join': `out(§['${a}', '${b}', '${c}'].join(''))`,
  'split and join': `out(§'${a}-${b}-${c}'.split('-').join(''))`,
  'reverse': `out('§${reversed}'.split('').reverse().join(''))`,
  'slice': `out(§'xx${a}yy'.slice(2, -2) + '${b}${c}')`,
  'substring': `out(§'xx${a}yy'.substring(2, ${2 + a.length}) + '${b}${c}')`,
  'substr': `out(§'xx${a}yy'.substr(2, ${a.length}) + '${b}${c}')`,
  'at and charAt': `out(§'${a}'.at(0) + '${a}'.charAt(1) + '${a.slice(2)}' + '${b}${c}')`,
  'index': `out(§'${a}'[0] + '${a.slice(1)}' + '${b}${c}')`,
  'replace': `out(§'${a}#${c}'.replace('#', '${b}'))`,
  'replaceAll': `out(§'${a}##${b}##${c}'.replaceAll('##', ''))`,
  'replace with a pattern': `out(§'${a}1-2${b}1-2${c}'.replace(/\\d-\\d/g, ''))`,
  'trim': `out(§'  ${a}  '.trim() + '${b}${c}')`,
  'repeat': `out(§''.repeat(3) + '${a}'.repeat(1) + '${b}${c}')`,
  'padStart': `out(§'${b}${c}'.padStart(${API_KEY.length}, '${a}'))`,
  'toLowerCase and toUpperCase': `out(§'${a}'[0].toUpperCase().toLowerCase() + '${a.slice(1)}'.concat('${b}${c}'))`,
  // characters
  'fromCharCode': `out(String.fromCharCode§(${codes}))`,
  'fromCharCode of a spread': `const l = §[${codes}]; out(String.fromCharCode(...l))`,
  'fromCharCode by apply': `out(String.fromCharCode.apply(null, §[${codes}]))`,
  'fromCodePoint': `out(String.fromCodePoint§(${codes}))`,
  'TextDecoder': `out(new TextDecoder().decode(new Uint8Array(§[${codes}])))`,
  'loop over characters': `let s = ''; for (const code of §[${codes}]) s += String.fromCharCode(code); out(s)`,
  'map': `out(§[${codes.map((code) => code ^ 42)}].map((c) => String.fromCharCode(c ^ 42)).join(''))`,
  // encodings
  'atob': `out(atob('§${base64}'))`,
  'atob of parts': `out(atob(§'${base64.slice(0, 20)}' + '${base64.slice(20)}'))`,
  'btoa and atob': `out(§atob(btoa('${a}')) + '${b}${c}')`,
  'Buffer base64': `out(Buffer.from('§${base64}', 'base64').toString())`,
  'Buffer hex': `out(Buffer.from('§${hex}', 'hex').toString('utf8'))`,
  'unescape': `out(unescape('§${percent}'))`,
  'escape and unescape': `out(§unescape(escape('${a}')) + '${b}${c}')`,
  'decodeURIComponent': `out(decodeURIComponent('§${percent}'))`,
  'decodeURI': `out(decodeURI('§${percent}'))`,
  'encodeURIComponent': `out(§decodeURIComponent(encodeURIComponent('${a}')) + '${b}${c}')`,
  'JSON.parse': `out(§JSON.parse('{"a":["${a}"]}').a[0] + JSON.parse('"${b}${c}"'))`,
  'JSON.stringify': `out(§JSON.stringify(['${a}']).slice(2, -2) + '${b}${c}')`,
  'base64 of UTF-8': `out(decodeURIComponent(atob('§${base64}').split('').map((c) => '%' + ('00' + c.charCodeAt(0).toString(16)).slice(-2)).join('')))`,
  'base64 to bytes': `out(new TextDecoder().decode(§Uint8Array.from(atob('${btoa([...API_KEY].map((char) => String.fromCharCode(char.charCodeAt(0) ^ 9)).join(''))}'), (c) => c.charCodeAt(0) ^ 9)))`,
  'exclusive or with a key': `const k = 'secret'; out(§atob('${btoa([...API_KEY].map((char, at) => String.fromCharCode(char.charCodeAt(0) ^ 'secret'.charCodeAt(at % 6))).join(''))}').split('').map((c, i) => String.fromCharCode(c.charCodeAt(0) ^ k.charCodeAt(i % k.length))).join(''))`,
  'JSON in base64': `out(JSON.parse(atob('§${btoa(JSON.stringify({ key: API_KEY }))}')).key)`,
  'reduce': `out(§['${a}', '${b}', '${c}'].reduce((x, y) => x + y))`,
  'class field': `class C { static k = §'${a}' + '${b}${c}' } out(C.k)`,
  'property that is assigned': `const o = {}; o.a = '${a}'; out(§o.a + '${b}${c}')`,
  'exports that are assigned': `var exports = {}; exports.a = '${a}'; exports.b = '${b}'; out(§exports.a + exports.b + '${c}')`,
  'function with several returns': `function f(x) { if (x) return '${a}'; return 'zzz' } out(§f(1) + '${b}${c}')`,
  'switch': `function f(x) { switch (x) { case 1: return '${a}'; default: return 'zzz' } } out(§f(1) + '${b}${c}')`,
  // objects
  'Object.assign': `const o = Object.assign({}, {a: '${a}'}, {b: '${b}${c}'}); out(§o.a + o.b)`,
  'spread of constant objects': `const o = {...{a: '${a}'}, ...{b: '${b}${c}'}}; out(§o.a + o['b'])`,
  'member access': `const o = {k: {v: ['x', '${a}']}}; out(§o.k['v'][1] + '${b}${c}')`,
  'destructuring': `const {a, b: [, {c = '${b}${c}'}]} = {a: '${a}', b: [0, {}]}; out(§a + c)`,
  // names and functions
  'const': `const a = '${a}', b = '${b}'; out(§a + b + '${c}')`,
  'let that is not assigned': `let a = '${a}'; { let a = 'zzz'; out(a) } out(§a + '${b}${c}')`,
  'var in a function': `(function () { var a = '${a}'; out(§a + '${b}${c}') })()`,
  'default parameter': `function f(x, y = '${b}') { return x + y + '${c}' } out(§f('${a}'))`,
  'function that returns a constant': `function f() { return '${a}' } out(§f() + '${b}${c}')`,
  'arrow that returns a constant': `const f = () => '${a}'; out(§f() + '${b}${c}')`,
  'function called at once': `out(§(function () { return '${a}' + '${b}' })() + '${c}')`,
  'arrow called at once': `out(§(() => '${a}')() + '${b}${c}')`,
  // code in strings
  'eval': `eval("const k = '${a}' + '${b}';\\nout(§k + '${c}')")`,
  'new Function': `new Function('o', §"o('${a}' + '${b}${c}')")(out)`,
  'setTimeout': `setTimeout(§"out('${a}' + '${b}${c}')", 1)`,
}

// what would have to be run: docs/limits.md says so
const beyond = {
  'loop with a counter': `let s = '', l = [${codes.map((code) => code + 1)}]; for (let i = 0; i < l.length; i++) s += String.fromCharCode(l[i] - 1); out(s)`,
  'string array with a decoder': `function d(i) { const l = ['${btoa(c)}', '${btoa(a)}', '${btoa(b)}']; while (l[0] !== '${btoa(a)}') l.push(l.shift()); return atob(l[i]) } out(d(0) + d(1) + d(2))`,
}

export default async function () {
  for (const [name, script] of Object.entries(programs)) await program(name, script, { value: API_KEY })
  for (const [name, script] of Object.entries(beyond)) await program(name, script, { value: API_KEY, found: false })

  await compiled('spread of an object', `const v = {a: '${a}'}; const w = {...v, b: '${b}${c}'}; out(w.a + w.b)`, { value: API_KEY })
  await compiled('spread of a list', `const v = ['${b}', '${c}']; out(['${a}', ...v].join(''))`, { value: API_KEY })

  form('worker of a blob', {
    'a.js': `const s = "onmessage = () => postMessage('${a}' + §'${b}${c}')"; new Worker(URL.createObjectURL(new Blob([s])))`
      .replace(`'${a}' + §`, `§'${a}' + `),
  })
  form('worker at a data address', {
    'a.js': `new Worker("data:text/javascript," + encodeURIComponent("postMessage('${a}' + '${b}${c}')"))`,
  })
  form('comment', { 'a.js': `let a = 1 // key: §${API_KEY}\n` })
  form('block comment', { 'a.js': `/*\n * @key §${API_KEY}\n */` })
  form('regex literal', { 'a.js': `f(/^§${API_KEY}$/)` })
  form('directive', { 'a.js': `"§${API_KEY}"; f()` })
  form('identifier', { 'a.js': `const §${API_KEY} = 1` })
  form('property name', { 'a.js': `f({§${API_KEY}: 1})` })
  form('tagged template', { 'a.js': `f(html\`<p title="§${API_KEY}">\`)` })
  form('tagged template with an escape', { 'a.js': `f(html\`§${spelled((code) => '\\u' + pad(code, 4))}\`)` })
}
