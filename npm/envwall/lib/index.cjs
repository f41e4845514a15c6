// The commands of Envwall for programs: each runs the binary and reads its JSON report.
'use strict'

const execFile = require('child_process').execFile
const binary = require('./binary.cjs').binary

/** A command that ended without a report. */
class EnvwallError extends Error {
  constructor(message, status) {
    super(message)
    this.name = 'EnvwallError'
    this.status = status
  }
}

function run(command, options) {
  const { cwd, env, args = [], paths = [] } = options || {}
  // what a path begins with does not make it an option
  const all = [command, '--format', 'json', ...args, ...(paths.length > 0 ? ['--', ...paths] : [])]
  return new Promise((resolve, reject) => {
    execFile(binary(), all, { cwd, env, maxBuffer: Infinity, windowsHide: true }, (error, stdout, stderr) => {
      const status = error ? error.code : 0
      try {
        resolve({ status, ...JSON.parse(stdout) })
      } catch {
        // where the folder is missing, Node.js says that of the command
        const reason = stderr.trim() || `cannot be started in ${cwd || process.cwd()}: ${error && error.message}`
        reject(new EnvwallError(`envwall ${command}: ${reason}`, typeof status === 'number' ? status : null))
      }
    })
  })
}

const guard = (options) => run('guard', options)
const check = (options) => run('check', options)
const generate = (options) => run('generate', options)

module.exports = { guard, check, generate, EnvwallError }
