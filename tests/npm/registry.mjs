// An npm registry on loopback that has the tarballs of a folder, and nothing else.
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'

/** Starts it; says where it is, and stops it with `close`. */
export async function registry(folder) {
  const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  const packages = new Map(tarballs.map((tarball) => {
    const manifest = JSON.parse(execFileSync('tar', ['-xOzf', join(folder, tarball), 'package/package.json']))
    return [manifest.name, { manifest, tarball }]
  }))
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url.slice(1))
    const found = packages.get(path)
    if (found) {
      const { manifest, tarball } = found
      const content = readFileSync(join(folder, tarball))
      const integrity = 'sha512-' + createHash('sha512').update(content).digest('base64')
      const shasum = createHash('sha1').update(content).digest('hex')
      const dist = { tarball: `${url}/${tarball}`, integrity, shasum }
      const versions = { [manifest.version]: { ...manifest, dist } }
      response.setHeader('content-type', 'application/json')
      // Yarn takes no version that is only a few days old
      const time = { [manifest.version]: '2026-01-01T00:00:00.000Z' }
      response.end(JSON.stringify({ name: manifest.name, 'dist-tags': { latest: manifest.version }, versions, time }))
    } else if (tarballs.includes(path)) {
      response.end(readFileSync(join(folder, path)))
    } else {
      response.statusCode = 404
      response.end('{}')
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${server.address().port}`
  return { url, close: () => server.close() }
}
