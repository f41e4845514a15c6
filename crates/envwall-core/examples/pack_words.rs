//! Packs words with their ranks into the automaton that `guessability` looks them up in: see
//! `words/make.sh`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::BufWriter;

fn main() -> Result<(), Box<dyn Error>> {
    let [_, list, packed] = &std::env::args().collect::<Vec<_>>()[..] else {
        return Err("usage: pack_words LIST PACKED".into());
    };
    let list = fs::read_to_string(list)?;
    let words: BTreeMap<&str, u64> =
        list.lines().filter_map(|line| line.split_once(' ')).map(bits).collect::<Result<_, _>>()?;
    let mut builder = fst::MapBuilder::new(BufWriter::new(File::create(packed)?))?;
    builder.extend_iter(words)?;
    Ok(builder.finish()?)
}

/// A word with its rank as a power of two, rounded.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "ranks are small and positive"
)]
fn bits<'a>((rank, word): (&str, &'a str)) -> Result<(&'a str, u64), Box<dyn Error>> {
    Ok((word, rank.parse::<f64>()?.log2().round() as u64))
}
