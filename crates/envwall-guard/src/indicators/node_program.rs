//! Whether a script is a program for Node: browsers have none of the modules that it imports.

use memchr::memmem;

/// Modules for servers alone. Libraries for both sides ask for `fs` or `crypto` behind a condition.
const OF_SERVERS: &[&str] = &[
    "@hono/node-server",
    "@nestjs/core",
    "child_process",
    "cluster",
    "express",
    "fastify",
    "http",
    "http2",
    "https",
    "koa",
    "net",
    "node:child_process",
    "node:cluster",
    "node:http",
    "node:http2",
    "node:https",
    "node:net",
    "node:tls",
    "tls",
];

/// Whether it imports a module of Node by a declaration, which no condition can be around, or asks for
/// one that only servers use.
pub(crate) fn is_node_program(text: &[u8]) -> bool {
    let declared = modules_after(text, b"from").chain(modules_after(text, b"import"));
    let mut asked = modules_after(text, b"require(");
    let is_of_server = |name: &[u8]| OF_SERVERS.iter().any(|known| known.as_bytes() == name);
    declared.into_iter().any(|name| name.starts_with(b"node:") || is_of_server(name))
        || asked.any(is_of_server)
}

/// The texts in quotation marks right after a word.
fn modules_after<'t>(text: &'t [u8], word: &'static [u8]) -> impl Iterator<Item = &'t [u8]> {
    memmem::find_iter(text, word).filter_map(move |at| {
        let rest = text[at + word.len()..].trim_ascii_start();
        let (quote, rest) = rest.split_first()?;
        let end = memchr::memchr(*quote, rest)?;
        (b"\"'".contains(quote) && end < 64).then(|| &rest[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_for_node_import_its_modules() {
        for (text, expected) in [
            ("import{createServer}from\"node:http\";", true),
            ("import * as fs from 'node:fs'", true),
            ("import 'node:process'", true),
            ("const a = require('express')", true),
            ("import http from \"http\"", true),
            // what runs on both sides asks behind a condition
            ("if (isNode) { var fs = require(\"fs\"), c = require('node:crypto') }", false),
            ("import a from './http'", false),
            ("fetch('/http')", false),
        ] {
            assert_eq!(is_node_program(text.as_bytes()), expected, "{text}");
        }
    }
}
