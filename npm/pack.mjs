// Packs the npm packages: `envwall`, and one with the binary for each platform.
//
//   node npm/pack.mjs FOLDER PLATFORM=BINARY...
//
// FOLDER gets the tarballs, PLATFORM is one of envwall/lib/platforms.json. `envwall` depends on the packages of all
// platforms, whether they are packed in this run or not. The version is that of Cargo.toml.
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname
const root = join(here, '..')
const platforms = JSON.parse(readFileSync(join(here, 'envwall/lib/platforms.json')))
const version = /^version = "(.*)"/m.exec(readFileSync(join(root, 'Cargo.toml')))[1]
const licences = ['LICENSE-APACHE', 'LICENSE-MIT']

const [target, ...binaries] = process.argv.slice(2)
if (!target || binaries.length === 0) throw Error('usage: pack.mjs FOLDER PLATFORM=BINARY...')
mkdirSync(target, { recursive: true })

/** Packs a folder, and says which tarball it is. */
function pack(folder, manifest) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2) + '\n')
  for (const licence of licences) copyFileSync(join(root, licence), join(folder, licence))
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', resolve(target)], { cwd: folder })
  const { filename, size } = Object.values(JSON.parse(packed))[0]
  console.log(`${filename.replace('@', '').replace('/', '-')}  ${(size / 1e6).toFixed(1)} MB`)
}

/** The package with the binary for a platform. */
function packPlatform(platform, binary) {
  if (!platforms.includes(platform)) throw Error(`${platform} is not in envwall/lib/platforms.json`)
  const [os, cpu] = platform.split('-')
  const name = os === 'win32' ? 'envwall.exe' : 'envwall'
  const folder = join(work, platform)
  mkdirSync(join(folder, 'bin'), { recursive: true })
  copyFileSync(binary, join(folder, 'bin', name))
  chmodSync(join(folder, 'bin', name), 0o755)
  pack(folder, {
    name: `@envwall/${platform}`,
    version,
    description: `The binary of envwall for ${platform}`,
    license: main.license,
    os: [os],
    cpu: [cpu],
    files: ['bin', ...licences],
    preferUnplugged: true,
  })
}

const main = JSON.parse(readFileSync(join(here, 'envwall/package.json')))
const work = mkdtempSync(join(tmpdir(), 'envwall-npm-'))
try {
  for (const argument of binaries) packPlatform(...argument.split('='))
  const folder = join(work, 'envwall')
  cpSync(join(here, 'envwall'), folder, { recursive: true })
  const optionalDependencies = Object.fromEntries(platforms.map((platform) => [`@envwall/${platform}`, version]))
  pack(folder, { ...main, version, files: [...main.files, ...licences], optionalDependencies })
} finally {
  rmSync(work, { recursive: true })
}
