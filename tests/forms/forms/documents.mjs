// Pages, styles, data: what frameworks and people write.
import { stringify } from 'devalue'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { codeToHtml } from 'shiki'
import { API_KEY, DB_PASSWORD, ODD_KEY } from '../secrets.mjs'
import { form } from '../table.mjs'

const half = API_KEY.length / 2
const sum = `'${API_KEY.slice(0, half)}' + '${API_KEY.slice(half)}'`
const odd = { variable: 'ODD_KEY' }

const json = JSON.stringify
const inside = (text) => json(text).slice(1, -1)
const html = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;')
const react = (text) => html(text).replace(/&#39;/g, '&#x27;')
const safe = (text, digits = (code) => code.toString(16).padStart(4, '0')) =>
  text.replace(/[<>&]/g, (char) => '\\u' + digits(char.charCodeAt(0)))
const template = (text) => text.replace(/[\\`]/g, '\\$&')
const css = (text) => [...text].map((char) => '\\' + char.codePointAt(0).toString(16) + ' ').join('')

export default async function () {
  // what frameworks write
  form('Vite template literal', { 'a.js': `f(\`§${template(ODD_KEY)}\`)` }, odd)
  form('CommonJS string', { 'a.js': `f(§${json(ODD_KEY)})` }, odd)
  form('flight rows', { 'a.rsc': `0:["$","p",null,{"k":"§${inside(ODD_KEY)}"}]\n` }, odd)
  form('flight rows as text', { 'a.txt': `1:{"k":"§${inside(ODD_KEY)}"}\n` }, odd)
  form('flight push', { 'index.html': `<script>self.__next_f.push([1,"1:{\\"k\\":\\"${safe(inside(inside(ODD_KEY)))}\\"}\\n"])</script>` }, odd)
  form('flight pushes that split the value', {
    'index.html': ['1:{"k":"' + API_KEY.slice(0, 9), API_KEY.slice(9) + '"}'].map((part) => `<script>self.__next_f.push([1,${json(part)}])</script>`).join('\n'),
  })
  form('__NEXT_DATA__', { 'index.html': `<script id="__NEXT_DATA__" type="application/json">{"k":"${safe(inside(ODD_KEY))}"}</script>` }, odd)
  form('devalue.uneval', { 'index.html': `<script>x={k:"${inside(ODD_KEY).replace(/</g, '\\u003C')}"}</script>` }, odd)
  form('devalue data', { '__data.json': `{"type":"data","nodes":[[{"k":1},"§${inside(ODD_KEY)}"]]}` }, odd)
  form('turbo-stream', { '_.data': `[{"_1":2},"k","§${inside(ODD_KEY)}"]\n` }, odd)
  form('Nuxt payload', { '_payload.json': `[{"k":1},"§${inside(ODD_KEY).replace(/</g, '\\u003C').replace(/\//g, '\\u002F')}"]` }, odd)
  form('seroval', { 'index.html': `<script>$R=["${inside(ODD_KEY).replace(/</g, '\\x3C')}"]</script>` }, odd)
  form('Astro island', { 'index.html': `<astro-island props="${html(json({ k: [0, ODD_KEY] }))}"></astro-island>` }, odd)
  form('React text', { 'index.html': `<p>§${react(ODD_KEY)}</p>` }, odd)
  form('Vue text', { 'index.html': `<p>§${html(ODD_KEY)}</p>` }, odd)
  form('Svelte text', { 'index.html': `<p>§${ODD_KEY.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>` }, odd)
  form('Astro attribute', { 'index.html': `<p title="${ODD_KEY.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}">` }, odd)
  form('Angular state', { 'index.html': `<script id="ng-state" type="application/json">{"k":"${inside(ODD_KEY).replace(/</g, '\\u003C').replace(/\//g, '\\u002F')}"}</script>` }, odd)
  form('Leptos resource', { 'index.html': `<script>__RESOLVED_RESOURCES[0]=${json(json(ODD_KEY))}</script>` }, odd)
  form('Dioxus hydration', { 'index.html': `<script>window.initial_dioxus_hydration_data="${btoa(json({ k: API_KEY }))}"</script>` })

  // text that is one for whoever reads it
  const parts = API_KEY.match(/.{1,7}/g)
  form('React text in parts', { 'index.html': renderToString(createElement('p', null, 'key ', ...parts)) })
  form('React element for each character', { 'index.html': renderToString(createElement('p', null, [...API_KEY].map((char, key) => createElement('span', { key }, char)))) })
  form('Shiki', { 'index.html': await codeToHtml(`export K=${ODD_KEY}`, { lang: 'shellscript', theme: 'github-dark' }) }, odd)
  form('soft hyphens', { 'index.html': `<p>${parts.join('&shy;')}</p>` })
  form('places to break a line', { 'index.html': `<p>${parts.join('<wbr>')}</p>` })
  form('characters of no width', { 'index.html': `<p>${parts.join('\u200b')}</p>` })

  // guessable values, which are found by their names
  const guessable = { variable: 'DB_PASSWORD' }
  const config = { title: 'x', config: { DB_PASSWORD } }
  form('SvelteKit data, guessable', { '__data.json': `{"type":"data","nodes":[null,{"type":"data","data":${stringify(config)},"uses":{}}]}` }, guessable)
  form('Nuxt payload, guessable', { '_payload.json': stringify(config) }, guessable)
  form('meta, guessable', { 'index.html': `<meta name="DB_PASSWORD" content="§${DB_PASSWORD}">` }, guessable)
  form('input, guessable', { 'index.html': `<input name="db_password" value="§${DB_PASSWORD}">` }, guessable)
  form('data attribute, guessable', { 'index.html': `<p data-db-password="§${DB_PASSWORD}">` }, guessable)

  // pages
  form('classic script', { 'index.html': `<script>f(§${sum})</script>` })
  form('module script', { 'index.html': `<script type="module">f(§${sum})</script>` })
  form('JSON script', { 'index.html': `<script type="application/json">{"k":"§${inside(ODD_KEY)}"}</script>` }, odd)
  form('importmap', { 'index.html': `<script type="importmap">{"imports":{"k":"§${inside(ODD_KEY)}"}}</script>` }, odd)
  form('speculation rules', { 'index.html': `<script type="speculationrules">{"k":"§${inside(ODD_KEY)}"}</script>` }, odd)
  form('event handler', { 'index.html': `<p onclick="f(${html(sum)})">` })
  form('attribute', { 'index.html': `<meta content="${html(ODD_KEY)}">` }, odd)
  form('data attribute', { 'index.html': `<p data-config="${html(json({ k: ODD_KEY }))}">` }, odd)
  form('character references', { 'index.html': `<p>§${[...API_KEY].map((char) => `&#${char.charCodeAt(0)};`).join('')}</p>` })
  form('HTML comment', { 'index.html': `<!-- §${API_KEY} -->` })
  form('srcdoc', { 'index.html': `<iframe srcdoc="${html(`<script>f(${sum})</script>`)}"></iframe>` })
  form('style element', { 'index.html': `<style>p::after{content:"${css(API_KEY)}"}</style>` })
  form('data address', { 'index.html': `<img src="data:text/plain;base64,${btoa(btoa(API_KEY))}">` })
  form('SVG text', { 'a.svg': `<svg xmlns="http://www.w3.org/2000/svg"><text>§${html(ODD_KEY)}</text></svg>` }, odd)
  form('SVG script', { 'a.svg': `<svg xmlns="http://www.w3.org/2000/svg"><script>f(${sum})</script></svg>` })
  form('XML attribute', { 'a.xml': `<?xml version="1.0"?><a k="${html(ODD_KEY)}"/>` }, odd)
  form('XML CDATA', { 'a.xml': `<?xml version="1.0"?><a><![CDATA[§${API_KEY}]]></a>` })
  form('sitemap', { 'sitemap.xml': `<urlset><url><loc>https://x.example/?k=${html(encodeURIComponent(ODD_KEY))}</loc></url></urlset>` }, odd)
  form('redirects', { '_redirects': `/a /b?k=${encodeURIComponent(ODD_KEY)} 301\n` }, odd)
  // styles
  form('CSS string', { 'a.css': `p::after{content:"§${API_KEY}"}` })
  form('CSS address', { 'a.css': `p{background:url(https://x.example/?k=§${API_KEY})}` })
  form('CSS escapes', { 'a.css': `p::after{content:"${css(API_KEY)}"}` })
  form('CSS line continuation', { 'a.css': `p::after{content:"${API_KEY.slice(0, 9)}\\\n${API_KEY.slice(9)}"}` })
  // data
  form('JSON', { 'a.json': `{"a":[{"k":"§${inside(ODD_KEY)}"}]}` }, odd)
  form('JSON with every character escaped', { 'a.json': `{"k":"§${[...API_KEY].map((char) => '\\u' + char.charCodeAt(0).toString(16).padStart(4, '0')).join('')}"}` })
  form('JSON lines', { 'a.jsonl': `{"a":1}\n{"k":"§${inside(ODD_KEY)}"}\n` }, odd)
  form('webmanifest', { 'a.webmanifest': `{"start_url":"/?k=§${API_KEY}"}` })
  form('JSON in JSON in JSON', { 'a.json': json(json(json({ k: ODD_KEY }))) }, odd)
  form('JSON in HTML in JSON', { 'a.json': json({ page: `<p data-x="${html(json({ k: ODD_KEY }))}">` }) }, odd)
  form('script in HTML in JSON', { 'a.json': json({ page: `<script>f(${sum})</script>` }) })
}
