// One value in other clothes, and its parts.
import { API_KEY, CONNECTION, CREDENTIALS, DATABASE_URL, DB_PASSWORD, ODD_KEY, SIGNING_KEY, UNICODE_KEY, signingLines } from '../secrets.mjs'
import { form } from '../table.mjs'

const base64 = (text) => Buffer.from(text).toString('base64')
const hex = (text) => Buffer.from(text).toString('hex')
const percent = (text, digits = (byte) => byte.toString(16).padStart(2, '0')) => [...Buffer.from(text)].map((byte) => '%' + digits(byte)).join('')
const wrapped = (text, width, line = '\n') => text.match(RegExp(`.{1,${width}}`, 'g')).join(line)
const around = 'The key of this page is '

export default function () {
  const text = (name, content, expected) => form(name, { 'a.txt': content }, expected)
  text('whole value', `k=§${API_KEY}`)
  for (const shift of [0, 1, 2]) text(`base64 at alignment ${shift}`, base64('x'.repeat(shift) + API_KEY + 'yy'))
  text('base64url', Buffer.from('~~' + ODD_KEY).toString('base64url'), { variable: 'ODD_KEY' })
  text('base64 without padding', base64(API_KEY).replace(/=+$/, ''))
  text('base64 in lines', wrapped(base64(around.repeat(4) + API_KEY + around.repeat(4)), 76))
  text('base64 in lines, CRLF', wrapped(base64(around.repeat(4) + API_KEY + around.repeat(4)), 64, '\r\n'))
  text('base64 of base64', base64(base64(API_KEY)))
  text('base64 of base64 of base64', base64(base64(base64(API_KEY))))
  text('hex', hex(API_KEY))
  text('hex, upper case', hex(API_KEY).toUpperCase())
  text('hex of base64', hex(base64(API_KEY)))
  text('base64 of hex', base64(hex(API_KEY)))
  text('percent signs, all of it', percent(API_KEY))
  text('percent signs, upper case', percent(ODD_KEY, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()), { variable: 'ODD_KEY' })
  text('percent signs, as needed', encodeURIComponent(ODD_KEY), { variable: 'ODD_KEY' })
  text('percent signs, twice', encodeURIComponent(encodeURIComponent(ODD_KEY)), { variable: 'ODD_KEY' })
  text('form encoding', new URLSearchParams({ k: ODD_KEY }).toString(), { variable: 'ODD_KEY' })
  text('base64 of JSON of the value', base64(JSON.stringify({ k: ODD_KEY })), { variable: 'ODD_KEY' })
  text('percent signs in base64', base64(`https://x.example/?k=${encodeURIComponent(ODD_KEY)}`), { variable: 'ODD_KEY' })
  text('reversed', [...API_KEY].reverse().join(''))
  text('upper case', API_KEY.toUpperCase())
  text('lower case', API_KEY.toLowerCase())
  text('NFC', UNICODE_KEY.normalize('NFC'), { variable: 'UNICODE_KEY' })
  text('NFD', UNICODE_KEY.normalize('NFD'), { variable: 'UNICODE_KEY' })
  const numbers = [...Buffer.from(API_KEY)]
  form('Uint8Array', { 'a.js': `f(new Uint8Array(§[${numbers}]))` })
  form('Buffer as JSON', { 'a.json': JSON.stringify({ k: Buffer.from(API_KEY) }) })
  form('numbers in lines', { 'a.json': JSON.stringify(numbers, null, 2) })
  form('Astro Uint8Array', { 'index.html': `<astro-island props="{&quot;k&quot;:[8,[${numbers}]]}"></astro-island>` })
  // PEM
  const pem = { variable: 'SIGNING_KEY' }
  text('PEM', SIGNING_KEY, pem)
  text('PEM, CRLF', SIGNING_KEY.replace(/\n/g, '\r\n'), pem)
  text('PEM with \\n', JSON.stringify(SIGNING_KEY), pem)
  text('PEM in an environment file', `SIGNING="${SIGNING_KEY.replace(/\n/g, '\\n')}"`, pem)
  text('PEM without its header', signingLines.join('\n'), pem)
  text('PEM in one line', signingLines.join(''), pem)
  text('PEM, a line of it', signingLines[2], pem)
  text('PEM in base64', base64(SIGNING_KEY), pem)
  // parts
  const url = { variable: 'DATABASE_URL' }
  const { username, password, searchParams } = new URL(DATABASE_URL)
  text('whole address', DATABASE_URL, url)
  text('password of an address', `p: ${decodeURIComponent(password)}`, url)
  text('password of an address, as written', `p: ${password}`, url)
  text('login of an address', `${username}:${password}@`, url)
  text('token of an address', searchParams.get('token'), url)
  text('address in HTML', DATABASE_URL.replace(/&/g, '&amp;'), url)
  text('whole connection string', CONNECTION, { variable: 'CONNECTION' })
  text('password of a connection string', /Password=([^;]+)/.exec(CONNECTION)[1], { variable: 'CONNECTION' })
  const { client_secret: secret, private_key_id: id } = JSON.parse(CREDENTIALS)
  const credentials = { variable: 'CREDENTIALS' }
  text('whole credential', CREDENTIALS, credentials)
  text('credential, written anew', JSON.stringify(JSON.parse(CREDENTIALS), null, 2), credentials)
  text('field of a credential', `secret=${secret}`, credentials)
  text('another field of a credential', id, credentials)
  text('60 percent of a value, its start', API_KEY.slice(0, Math.ceil(API_KEY.length * 0.6)) + '...')
  text('60 percent of a value, its end', '...' + API_KEY.slice(-Math.ceil(API_KEY.length * 0.6)))
  text('70 percent of a value in base64', base64(API_KEY.slice(0, Math.ceil(API_KEY.length * 0.7))))
  // guessable values, next to their names
  const guessable = { variable: 'DB_PASSWORD' }
  form('guessable value in an object', { 'a.js': `f({DB_PASSWORD:"§${DB_PASSWORD}"})` }, guessable)
  form('guessable value in JSON', { 'a.json': `{"DB_PASSWORD":"§${DB_PASSWORD}"}` }, guessable)
  form('guessable value in an environment file', { 'a.txt': `DB_PASSWORD=§${DB_PASSWORD}\n` }, guessable)
}
