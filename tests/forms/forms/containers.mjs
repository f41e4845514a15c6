// What is inside something else.
import { crc32, brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { API_KEY, ODD_KEY } from '../secrets.mjs'
import { form } from '../table.mjs'

const half = API_KEY.length / 2
const sum = `f('${API_KEY.slice(0, half)}' + '${API_KEY.slice(half)}')`
const number = (value, bytes) => {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntLE(value, 0, bytes)
  return buffer
}

/** A zip with one member (APPNOTE.TXT 6.3.10, 4.3.7, 4.3.12 and 4.3.16). */
function zip(name, content) {
  const packed = deflateRawSync(content)
  const fields = Buffer.concat([
    number(20, 2), number(0, 2), number(8, 2), number(0, 4), number(crc(content), 4),
    number(packed.length, 4), number(content.length, 4), number(name.length, 2), number(0, 2),
  ])
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed])
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02'), number(20, 2), fields, number(0, 2), number(0, 2), number(0, 2),
    number(0, 4), number(0, 4), Buffer.from(name),
  ])
  const end = Buffer.concat([
    Buffer.from('PK\x05\x06'), number(0, 4), number(1, 2), number(1, 2), number(central.length, 4),
    number(local.length, 4), number(0, 2),
  ])
  return Buffer.concat([local, central, end])
}

// `zlib.crc32` came with Node 20.15
const crc = (bytes) => crc32(bytes)

/** A tar with one member (POSIX.1-2017, pax, ustar). */
function tar(name, content) {
  const header = Buffer.alloc(512)
  header.write(name)
  header.write('0000644\0' + '0000000\0' + '0000000\0', 100)
  header.write(content.length.toString(8).padStart(11, '0') + '\0' + '00000000000\0', 124)
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte)
  header.write(sum.toString(8).padStart(6, '0') + '\0 ', 148)
  return Buffer.concat([header, content, Buffer.alloc(512 - (content.length % 512) + 1024)])
}

/** A WebAssembly module of sections (WebAssembly Core 2.0, 5.5). */
const leb = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >> 7)])
const wasmName = (text) => [...leb(text.length), ...Buffer.from(text)]
const section = (id, body) => [id, ...leb(body.length), ...body]
const wasm = (...sections) => Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()])

/** A PNG with a text chunk (PNG 3rd edition, 11.3.3). */
function png(type, data) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk(type, data),
    chunk('IDAT', deflateSync(Buffer.from([0, 0]))), chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A JPEG that is a comment and nothing more (ITU-T T.81, B.2.4.5). */
function jpeg(text) {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(text.length + 2)
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe]), length, Buffer.from(text), Buffer.from([0xff, 0xd9])])
}

const map = (source, name = '../src/a.ts') => ({
  version: 3, sources: [name], sourcesContent: [source], names: [], mappings: 'AAAA',
})

export default function () {
  const page = Buffer.from(`<!doctype html><script>${sum}</script>`)
  form('gzip', { 'a.js.gz': gzipSync(sum) }, { trail: ['gzip', 'folded string'] })
  form('brotli', { 'a.html.br': brotliCompressSync(page) }, { trail: ['brotli', 'script #1', 'folded string'] })
  form('zip', { 'a.zip': zip('index.html', page) }, { trail: ['script #1', 'folded string'] })
  form('tar', { 'a.tar': tar('a.js', Buffer.from(sum)) }, { trail: ['folded string'] })
  form('tar in gzip', { 'a.tgz': gzipSync(tar('a.js', Buffer.from(sum))) }, { trail: ['gzip', 'folded string'] })
  form('zip in a zip', { 'a.zip': zip('b.zip', zip('a.js', Buffer.from(sum))) }, { trail: ['folded string'] })

  form('wasm data', { 'a.wasm': wasm(section(5, [1, 0, 1]), section(11, [1, 0, 0x41, 0, 0x0b, ...wasmName(API_KEY)])) })
  const [left, right] = [API_KEY.slice(0, half), API_KEY.slice(half)]
  const active = (at, text) => [0, 0x41, ...leb(at), 0x0b, ...wasmName(text)]
  form('wasm data in two segments', { 'a.wasm': wasm(section(5, [1, 0, 1]), section(11, [2, ...active(0, left), ...active(left.length, right)])) })
  form('wasm custom section', { 'a.wasm': wasm(section(0, [...wasmName('config'), ...Buffer.from(API_KEY)])) })
  form('wasm name section', { 'a.wasm': wasm(section(0, [...wasmName('name'), 0, ...leb(API_KEY.length + 1), ...wasmName(API_KEY)])) })

  form('PNG text', { 'a.png': png('tEXt', Buffer.from(`Comment\0${API_KEY}`)) })
  form('PNG compressed text', { 'a.png': png('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(API_KEY)])) })
  form('JPEG comment', { 'a.jpg': jpeg(API_KEY) })
  form('UTF-16', { 'a.js': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`k='${API_KEY}'`, 'utf16le')]) })
  form('UTF-8 with a mark', { 'a.json': `\ufeff{"k":"§${API_KEY}"}` }, { column: undefined, line: undefined })
  form('stale compressed file', { 'a.js': 'var a=1', 'a.js.br': brotliCompressSync('var a=2') }, { code: 'EW006', variable: null, file: 'a.js.br' })

  const source = `// the source\nexport const k: string = '${left}' + ('${right}' as string)\n`
  const tsx = `const A = () => <p title={\`${left}\${'${right}'}\`}/>\n`
  const original = { source: 'src/a.ts', line: 2 }
  form('source map', { 'a.js.map': JSON.stringify(map(source)) }, { original: { ...original, source: 'dist/src/a.ts' } })
  form('source map with TSX', { 'a.js.map': JSON.stringify(map(tsx, '../src/a.tsx')) }, { original: { source: 'dist/src/a.tsx', line: 1 } })
  form('source map with an odd value', { 'a.js.map': JSON.stringify(map(`f(${JSON.stringify(ODD_KEY)})`, '../src/a.js')) }, { variable: 'ODD_KEY' })
  form('indexed source map', { 'a.js.map': JSON.stringify({ version: 3, sections: [{ offset: { line: 0, column: 0 }, map: map(source) }] }) }, { original: { source: 'dist/src/a.ts', line: 2 } })
  const inline = (address) => `var a=1\n//# sourceMappingURL=data:application/json${address}\n`
  form('inline source map in base64', { 'a.js': inline(`;base64,${Buffer.from(JSON.stringify(map(source))).toString('base64')}`) }, { original: { source: 'dist/src/a.ts', line: 2 } })
  form('inline source map in percent signs', { 'a.js': inline(`,${encodeURIComponent(JSON.stringify(map(source)))}`) }, { original: { source: 'dist/src/a.ts', line: 2 } })
  form('data address of a script', { 'index.html': `<script src="data:text/javascript;base64,${btoa(sum)}"></script>` })
  form('data address of a page', { 'index.html': `<iframe src="data:text/html,${encodeURIComponent(page.toString())}"></iframe>` })
}
