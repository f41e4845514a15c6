//! WebAssembly: data segments as they lie in memory, custom sections, names.
//!
//! The one place that knows wasmparser. Segments and sections are in the file as they are, so
//! what is added is what only their layout splits.

use std::collections::BTreeMap;
use std::ops::Range;

use wasmparser::{ConstExpr, Data, DataKind, Operator, Parser, Payload};

use super::peeler::{Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::note::Reason;
use crate::content::view::View;

/// The peeler for WebAssembly modules.
pub(crate) struct Wasm;

impl Peeler for Wasm {
    fn name(&self) -> &'static str {
        "wasm"
    }

    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Wasm
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let mut module = Module::default();
        let whole = Parser::new(0)
            .parse_all(&view.bytes)
            .try_for_each(|payload| module.take(payload?, view, peeled))
            .is_ok();
        module.join(view, peeled);
        if !whole {
            peeled.note(Reason::DamagedModule, view);
        }
    }
}

/// A data segment: where it lies in memory, if that is known, and in the file.
struct Segment {
    memory: Option<(u32, u64)>,
    span: Range<usize>,
}

/// What was met in a module.
#[derive(Default)]
struct Module {
    segments: Vec<Segment>,
    /// Sections by their name: it may come more than once.
    custom: BTreeMap<String, Vec<Range<usize>>>,
}

impl Module {
    fn take<'v>(
        &mut self,
        payload: Payload<'_>,
        view: &'v View<'_>,
        peeled: &mut Peeled<'v>,
    ) -> wasmparser::Result<()> {
        match payload {
            Payload::DataSection(section) => {
                for data in section {
                    let segment = Segment::new(&data?);
                    describe(view, segment.span.clone(), Layer::WasmData, peeled);
                    self.segments.push(segment);
                }
            }
            Payload::CustomSection(section) => {
                let span = local(&section.data_range());
                let name = crate::text::binary::name(section.name().as_bytes());
                describe(view, span.clone(), section_layer(&name), peeled);
                self.custom.entry(name).or_default().push(span);
            }
            Payload::ImportSection(section) => {
                peeled.describe(&local(&section.range()), &Layer::WasmImports);
            }
            Payload::ExportSection(section) => {
                peeled.describe(&local(&section.range()), &Layer::WasmExports);
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds what lies together in memory but not in the file.
    fn join(mut self, view: &View<'_>, peeled: &mut Peeled<'_>) {
        // without a known place they are taken in the order of the file, one behind the other
        let (known, unknown): (Vec<_>, Vec<_>) =
            self.segments.drain(..).partition(|segment| segment.memory.is_some());
        let unknown: Vec<_> = unknown.into_iter().map(|segment| segment.span).collect();
        add(view, Layer::WasmData, &unknown, peeled);
        for run in runs(known) {
            add(view, Layer::WasmData, &run, peeled);
        }
        for (name, spans) in self.custom {
            add(view, section_layer(&name), &spans, peeled);
        }
    }
}

impl Segment {
    fn new(data: &Data<'_>) -> Self {
        let end = usize::try_from(data.range.end).unwrap_or(usize::MAX);
        let memory = match &data.kind {
            DataKind::Active { memory_index, offset_expr } => {
                constant(offset_expr).map(|offset| (*memory_index, offset))
            }
            DataKind::Passive => None,
        };
        Self { memory, span: end.saturating_sub(data.data.len())..end }
    }
}

/// The value of `i32.const N` or `i64.const N`.
fn constant(expression: &ConstExpr<'_>) -> Option<u64> {
    match expression.get_operators_reader().read().ok()? {
        Operator::I32Const { value } => Some(u64::from(value.cast_unsigned())),
        Operator::I64Const { value } => Some(value.cast_unsigned()),
        _ => None,
    }
}

/// Segments of which each begins where the one before it ends, as bytes of the file.
fn runs(mut segments: Vec<Segment>) -> Vec<Vec<Range<usize>>> {
    segments.sort_by_key(|segment| segment.memory);
    let mut runs: Vec<Vec<Range<usize>>> = Vec::new();
    let mut expected = None;
    for Segment { memory, span } in segments {
        let length = span.len() as u64;
        match runs.last_mut() {
            Some(run) if expected == memory => run.push(span),
            _ => runs.push(vec![span]),
        }
        expected = memory.and_then(|(index, at)| Some((index, at.checked_add(length)?)));
    }
    runs
}

fn section_layer(name: &str) -> Layer {
    Layer::WasmSection(name.into())
}

/// Describes a part, and opens it if it is of a kind that has more inside.
fn describe<'v>(view: &'v View<'_>, span: Range<usize>, layer: Layer, peeled: &mut Peeled<'v>) {
    peeled.describe(&span, &layer);
    let Some(bytes) = view.bytes.get(span.clone()) else { return };
    let kind = Kind::of("", bytes);
    if kind != Kind::Bytes {
        peeled.add(view.slice(span, layer, kind));
    }
}

/// One view for several parts.
fn add(view: &View<'_>, layer: Layer, spans: &[Range<usize>], peeled: &mut Peeled<'_>) {
    if spans.len() < 2 {
        return;
    }
    let length: usize = spans.iter().map(ExactSizeIterator::len).sum();
    let start = spans.iter().map(|span| span.start).min().unwrap_or_default();
    let end = spans.iter().map(|span| span.end).max().unwrap_or_default();
    if length > peeled.allowance {
        return peeled.note(Reason::TooLarge, view);
    }
    let parts = spans.iter().filter_map(|span| view.bytes.get(span.clone()));
    let bytes = parts.flatten().copied().collect();
    peeled.add(view.decoded(start..end, layer, Kind::Text, bytes));
}

fn local(range: &Range<u64>) -> Range<usize> {
    let at = |position: u64| usize::try_from(position).unwrap_or(usize::MAX);
    at(range.start)..at(range.end)
}
