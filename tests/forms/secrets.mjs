// Made-up values, one of each kind that is searched for differently.
import { createHash } from 'node:crypto'

const random = (seed, length) => {
  let text = ''
  for (let n = 0; text.length < length; n++) text += createHash('sha512').update(seed + n).digest('base64')
  return text.slice(0, length)
}

/** A key that a generator made. */
export const API_KEY = 'm9Kf2QvLx7RbTz81WqKd03YhNs5PeUc4'

/** Every character that some writer escapes. */
export const ODD_KEY = 'Zk"3q\'<7a>&b\\c/é漢$d`e9Wx'

export const DATABASE_URL = 'postgres://shopper:Vd83%26kPqz71%2FxTw@db7.lan:5432/shop?token=Hn47KbWs92LqXf'

export const CONNECTION = 'Server=tcp:sql7.lan,1433;Database=shop;User Id=app;Password=Tq7zW2m9vKxPl4'

const lines = random('signing', 256).match(/.{64}/g)
export const SIGNING_KEY = ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n')
export const signingLines = lines

export const CREDENTIALS = JSON.stringify({
  type: 'service_account',
  client_email: 'robot@shop.lan',
  client_secret: 'Gx52-MwRq81Bn_Zt7Yk',
  private_key_id: random('id', 40).replace(/[+/]/g, 'x'),
})

export const UNICODE_KEY = 'clé-9Kw2-ñandú-7Xq4-Ωmega'

/** Too guessable to be searched for by value. */
export const DB_PASSWORD = 'letmein'

/** What every row of the table is about, by name. */
export const secrets = {
  API_KEY, ODD_KEY, DATABASE_URL, CONNECTION, SIGNING_KEY, CREDENTIALS, UNICODE_KEY, DB_PASSWORD,
}
