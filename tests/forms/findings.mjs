// What Envwall finds in a folder that make.mjs made.
//
//   node findings.mjs ENVWALL FOLDER
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const [envwall, folder] = process.argv.slice(2)
const env = JSON.parse(readFileSync(join(folder, 'environment.json')))
const run = spawnSync(resolve(envwall), ['guard', '--format', 'json'], { cwd: folder, env, maxBuffer: 1 << 28 })
if (run.status !== 1) throw Error(`envwall ended with ${run.status}: ${run.stderr}`)
for (const { code, variable, artifact, trail } of JSON.parse(run.stdout).findings) {
  console.log(code, variable, artifact, trail.join(' → '))
}
