#!/usr/bin/env node
// Starts the binary for this platform, as if it had been started itself.
'use strict'

const spawn = require('child_process').spawn

function fail(message) {
  console.error('error: ' + message)
  process.exitCode = 2
}

function start() {
  const path = require('../lib/binary.cjs').binary()
  const child = spawn(path, process.argv.slice(2), { stdio: 'inherit' })
  // a terminal sends its signals to both; what kills this process alone has to reach the binary
  const signals = process.platform === 'win32' ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']
  signals.forEach(function (signal) {
    process.on(signal, function () { child.kill(signal) })
  })
  child.on('error', function (error) {
    fail('cannot start ' + path + ': ' + error.message)
  })
  child.on('exit', function (code, signal) {
    if (signal === null) {
      process.exitCode = code
      return
    }
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

try {
  start()
} catch (error) {
  fail(error.message)
}
