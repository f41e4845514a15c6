#!/bin/sh
# Makes the samples that need tools: node (brotli), zstd. The secret is that of mod.rs.
set -eu
cd "$(dirname "$0")"
printf 'let a = 1;\nlet key = "q7WzXe81-made-up";\n' >app.js
node -e '
  const { brotliCompressSync, constants: c } = require("zlib"), fs = require("fs");
  fs.writeFileSync("app.js.br", brotliCompressSync(fs.readFileSync("app.js")));
  fs.writeFileSync("bomb.br", brotliCompressSync(Buffer.alloc(1 << 30), { params: { [c.BROTLI_PARAM_QUALITY]: 9, [c.BROTLI_PARAM_LGWIN]: 24 } }));
  fs.writeFileSync("large-window.br", brotliCompressSync(Buffer.alloc(1 << 30), { params: { [c.BROTLI_PARAM_QUALITY]: 5, [c.BROTLI_PARAM_LARGE_WINDOW]: 1, [c.BROTLI_PARAM_LGWIN]: 30 } }));
'
zstd -qf --ultra -19 app.js -o app.js.zst
head -c 1073741824 /dev/zero | zstd -qf -19 -o bomb.zst
rm app.js
