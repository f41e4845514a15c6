// Where the binary for this platform is. CommonJS, and in the syntax of any Node, so that an old one
// gets a message instead of a syntax error.
'use strict'

/** The platforms that have a package of their own: `@envwall/linux-x64` and so on. */
const PLATFORMS = require('./platforms.json')

const MIN_NODE = 18

function binary() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < MIN_NODE) {
    throw new Error('Envwall needs Node.js ' + MIN_NODE + ' or newer, and this is ' + process.versions.node)
  }
  if (process.env.ENVWALL_BINARY) return process.env.ENVWALL_BINARY
  const platform = process.platform + '-' + process.arch
  if (PLATFORMS.indexOf(platform) < 0) {
    throw new Error(
      'there is no package of Envwall for ' + platform + ', only for ' + PLATFORMS.join(', ') + '\n' +
        'help: build it with `cargo build --release -p envwall-cli`, and set ENVWALL_BINARY to the path of the binary'
    )
  }
  const name = '@envwall/' + platform
  try {
    return require.resolve(name + '/bin/envwall' + (process.platform === 'win32' ? '.exe' : ''))
  } catch (error) {
    throw new Error(
      'the package ' + name + ' is not installed\n' +
        'help: it is an optional dependency of envwall. Install without `--omit=optional` (npm) or `--no-optional` (pnpm),\n' +
        '      and after node_modules or the lock file came from another platform, delete node_modules and install again'
    )
  }
}

module.exports = { binary }
