// The npm packages as people install them: packed, served by a registry, installed by npm, pnpm and Yarn.
//
//   ENVWALL=target/release/envwall node --test tests/npm/
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { registry } from './registry.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const envwall = resolve(process.env.ENVWALL ?? assert.fail('ENVWALL names no binary'))
const root = join(here, '../..')
const platform = `${process.platform}-${process.arch}`
const platforms = JSON.parse(readFileSync(join(root, 'npm/envwall/lib/platforms.json')))
const version = /^version = "(.*)"/m.exec(readFileSync(join(root, 'Cargo.toml')))[1]
const SECRET = 'q7WzXe81Kp0v4TbN2mLs9RgY5hQd3JcF'

const pnpm = join(here, 'node_modules/pnpm/bin/pnpm.cjs')
const yarn = join(here, 'node_modules/@yarnpkg/cli-dist/bin/yarn.js')

/** How each of them is started, installs a package, and runs its command. */
const MANAGERS = {
  npm: { start: ['npm'], add: ['install', '--save-dev', 'envwall'], exec: ['exec', '--', 'envwall'] },
  pnpm: { start: [process.execPath, pnpm], add: ['add', '--save-dev', 'envwall'], exec: ['exec', 'envwall'] },
  'Yarn with node_modules': { start: [process.execPath, yarn], add: ['add', '--dev', 'envwall'], exec: ['run', 'envwall'], linker: 'node-modules' },
  'Yarn with Plug and Play': { start: [process.execPath, yarn], add: ['add', '--dev', 'envwall'], exec: ['run', 'envwall'], linker: 'pnp' },
}

let server, work

before(async () => {
  work = mkdtempSync(join(tmpdir(), 'envwall-npm-test-'))
  const others = platforms.filter((other) => other !== platform).map((other) => `${other}=${join(here, 'package.json')}`)
  const pack = [join(root, 'npm/pack.mjs'), join(work, 'packed'), `${platform}=${envwall}`, ...others]
  assert.equal((await run(root, [process.execPath, ...pack])).status, 0)
  server = await registry(join(work, 'packed'))
})

after(() => {
  server?.close()
  rmSync(work, { recursive: true, force: true })
})

/** Runs a command to its end, with nothing of this process's environment that it does not need. */
function run(cwd, [command, ...args], env = {}) {
  const { PATH, HOME } = process.env
  const own = { PATH, HOME, npm_config_registry: server?.url, npm_config_cache: join(work, 'npm'), CI: '1', ...env }
  return new Promise((done) => {
    execFile(command, args, { cwd, env: own, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      done({ status: error ? error.code : 0, stdout, stderr }))
  })
}

/** A project whose output has the secret in it, or has not. */
function project(name, { linker } = {}) {
  const folder = join(work, name.replaceAll(' ', '-'))
  mkdirSync(join(folder, 'dist'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "name": "app", "version": "1.0.0", "private": true }\n')
  writeFileSync(join(folder, '.env'), `API_SECRET=${SECRET}\n`)
  writeFileSync(join(folder, 'dist/clean.js'), 'console.log("clean")\n')
  if (linker) {
    const lines = [`nodeLinker: ${linker}`, `npmRegistryServer: "${server.url}"`, 'unsafeHttpWhitelist: ["127.0.0.1"]',
      'enableImmutableInstalls: false', 'enableTelemetry: false', 'enableGlobalCache: false', `globalFolder: ${join(work, 'yarn')}`]
    writeFileSync(join(folder, '.yarnrc.yml'), lines.join('\n') + '\n')
    writeFileSync(join(folder, 'yarn.lock'), '')
  }
  return folder
}

async function installed(name, manager = MANAGERS.npm, options = []) {
  const folder = project(name, manager)
  const { status, stdout, stderr } = await run(folder, [...manager.start, ...manager.add, ...options])
  assert.equal(status, 0, stdout + stderr)
  return folder
}

const launcher = (folder) => join(folder, 'node_modules/envwall/bin/envwall.cjs')

for (const [name, manager] of Object.entries(MANAGERS)) {
  test(`installed by ${name}, it finds a leak and passes without`, async () => {
    const folder = await installed(name, manager)
    const envwall = (...args) => run(folder, [...manager.start, ...manager.exec, ...args])
    assert.match((await envwall('--version')).stdout, new RegExp(`envwall ${version}`))
    assert.equal((await envwall('guard')).status, 0)
    writeFileSync(join(folder, 'dist/leak.js'), `fetch("/?k=${SECRET}")\n`)
    const { status, stdout, stderr } = await envwall('guard')
    assert.equal(status, 1, stdout + stderr)
    assert.match(stdout + stderr, /EW001/)
    assert.ok(!(stdout + stderr).includes(SECRET.slice(0, 8)))
  })
}

test('without the package for the platform it says what to do', async () => {
  const folder = await installed('omitted', MANAGERS.npm, ['--omit=optional'])
  const { status, stderr } = await run(folder, [process.execPath, launcher(folder), 'guard'])
  assert.equal(status, 2)
  assert.match(stderr, new RegExp(`error: the package @envwall/${platform} is not installed`))
  const env = { ENVWALL_BINARY: envwall }
  assert.equal((await run(folder, [process.execPath, launcher(folder), 'guard'], env)).status, 0)
  const missing = await run(folder, [process.execPath, launcher(folder)], { ENVWALL_BINARY: '/nowhere/envwall' })
  assert.equal(missing.status, 2)
  assert.match(missing.stderr, /error: cannot start \/nowhere\/envwall/)
})

test('another platform and an old Node.js are named', async () => {
  const path = join(root, 'npm/envwall/bin/envwall.cjs')
  for (const [change, message] of [
    ["Object.defineProperty(process, 'arch', { value: 'riscv64' })", /no package of Envwall for [a-z0-9]+-riscv64/],
    ["Object.defineProperty(process, 'versions', { value: { node: '12.22.0' } })", /needs Node\.js 18 or newer, and this is 12\.22\.0/],
  ]) {
    writeFileSync(join(work, 'change.cjs'), change)
    const { status, stderr } = await run(work, [process.execPath, '--require', './change.cjs', path, 'guard'])
    assert.equal(status, 2)
    assert.match(stderr, message)
  }
})

test('programs get the reports that the types describe', async () => {
  const folder = await installed('api')
  writeFileSync(join(folder, 'dist/leak.js'), `fetch("/?k=${SECRET}")\n`)
  writeFileSync(join(folder, 'envwall.toml'), '[client]\ninclude = ["dist/**"]\n[server]\nAPI_SECRET = "string"\n[generate]\nclient = "env.ts"\n')
  const calls = { guard: 'guard()', check: 'check()', generate: 'generate()', paths: "guard({ paths: ['--dist', 'dist/clean.js'] })" }
  for (const [name, call] of Object.entries(calls)) {
    writeFileSync(join(folder, 'call.mjs'), `import { guard, check, generate } from 'envwall'\nconsole.log(JSON.stringify(await ${call}))`)
    const { stdout, stderr } = await run(folder, [process.execPath, 'call.mjs'])
    assert.equal(stderr, '')
    const type = name === 'paths' ? 'Guard' : name[0].toUpperCase() + name.slice(1)
    writeFileSync(join(folder, `${name}.mts`), `import type { ${type}Report, Status } from 'envwall'\n` +
      `export const report = ${stdout.trim()} satisfies ${type}Report & { status: Status }\n`)
  }
  const files = Object.keys(calls).map((name) => `${name}.mts`)
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--lib', 'es2022']
  const { status, stdout } = await run(folder, [process.execPath, join(here, 'node_modules/typescript/bin/tsc'), ...options, ...files])
  assert.equal(status, 0, stdout)
  assert.match(readFileSync(join(folder, 'guard.mts'), 'utf8'), /"status":1.*EW001/)
})

test('a command without a report is an error', async () => {
  const folder = await installed('errors')
  for (const [call, error] of [
    ["guard({ args: ['--nonsense'] })", /^EnvwallError 2 envwall guard: error: unexpected argument/],
    ["check({ cwd: 'nowhere' })", /^EnvwallError null envwall check: cannot be started in nowhere/],
  ]) {
    const program = `import { guard, check } from 'envwall'\nawait ${call}.catch((it) => console.log(it.name, it.status, it.message))`
    writeFileSync(join(folder, 'call.mjs'), program)
    const { stdout } = await run(folder, [process.execPath, 'call.mjs'])
    assert.match(stdout, error)
  }
})

test('a signal reaches the command that is run', { skip: process.platform === 'win32' }, async () => {
  const folder = await installed('signals')
  const script = "process.on('SIGTERM', () => { console.log('stopped'); process.exit(7) }); setInterval(() => {}, 1000); console.log('started')"
  const child = spawn(process.execPath, [launcher(folder), 'run', '--', process.execPath, '-e', script], { cwd: folder })
  let output = ''
  child.stdout.on('data', (data) => {
    output += data
    if (output.trim() === 'started') child.kill('SIGTERM')
  })
  const [code] = await once(child, 'exit')
  assert.equal(code, 7)
  assert.match(output, /started\s+stopped/)
})
