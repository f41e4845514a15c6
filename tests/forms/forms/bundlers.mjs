// What bundlers make of modules.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import esbuild from 'esbuild'
import webpack from 'webpack'
import { build as vite } from 'vite'
import { API_KEY } from '../secrets.mjs'
import { form } from '../table.mjs'

const half = API_KEY.length / 2
const [left, right] = [API_KEY.slice(0, half), API_KEY.slice(half)]

// two pages share a module with one half, so that it becomes a chunk of its own
const modules = {
  'half.js': `export const half = '${left}'; export const other = () => Date.now()`,
  'one.js': `import { half, other } from './half.js'; fetch('/?k=' + half + '${right}' + other())`,
  'two.js': `import { half, other } from './half.js'; console.log(half, other())`,
}

// a page that gets the key by way of its settings
const app = {
  'src/key.js': `// the key\nexport const key = '${API_KEY}'\n`,
  'src/settings.js': `export { key } from './key.js'\nexport const zoom = 4\n`,
  'src/main.js': `import { key, zoom } from './settings'\nfetch('/?k=' + key + zoom)\n`,
}
const original = { source: 'src/key.js', line: 2, importers: ['src/settings.js', 'src/main.js'] }

function within(work) {
  const folder = mkdtempSync(join(tmpdir(), 'forms-'))
  mkdirSync(join(folder, 'src'))
  for (const [name, content] of Object.entries({ ...modules, ...app })) writeFileSync(join(folder, name), content)
  return Promise.resolve(work(folder)).finally(() => rmSync(folder, { recursive: true }))
}

function output(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort()
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]))
}

/** The file in which the halves meet. */
const meeting = (files) => ({ file: Object.keys(files).find((name) => name.endsWith('.js') && files[name].includes(right)) })

const run = (config) => new Promise((resolve, reject) => {
  webpack(config, (error, stats) => (error || stats.hasErrors() ? reject(error ?? stats.toString()) : resolve()))
})

export default async function () {
  await within(async (folder) => {
    for (const minify of [false, true]) {
      const out = join(folder, `esbuild-${minify}`)
      await esbuild.build({
        entryPoints: ['one.js', 'two.js'], absWorkingDir: folder, bundle: true, splitting: true,
        format: 'esm', outdir: out, minify, logLevel: 'error',
      })
      const files = output(out)
      form(`esbuild chunks${minify ? ', minified' : ''}`, files, meeting(files))
    }
    for (const mode of ['development', 'production']) {
      const out = join(folder, `webpack-${mode}`)
      await run({
        mode, context: folder, entry: { one: './one.js', two: './two.js' }, output: { path: out, pathinfo: false },
        devtool: mode === 'development' ? 'eval' : false,
        optimization: { splitChunks: { chunks: 'all', minSize: 0 }, concatenateModules: false, runtimeChunk: 'single' },
      })
      const files = output(out)
      form(`webpack ${mode}`, files, meeting(files))
    }
    for (const [kind, sourcemap] of [['a file', true], ['the script', 'inline']]) {
      const out = join(folder, 'dist', String(sourcemap))
      await esbuild.build({
        entryPoints: ['src/main.js'], absWorkingDir: folder, bundle: true, outdir: out, sourcemap,
        minify: true, logLevel: 'error',
      })
      const files = output(out)
      form(`map in ${kind}, with the way to the source`, files, { file: 'main.js', original })
    }
    const out = join(folder, 'vite')
    await vite({
      root: folder, logLevel: 'error', configFile: false,
      build: { outDir: out, rollupOptions: { input: { one: join(folder, 'one.js'), two: join(folder, 'two.js') } }, modulePreload: false },
    })
    const files = output(out)
    form('Vite chunks', files, meeting(files))
  })
}
