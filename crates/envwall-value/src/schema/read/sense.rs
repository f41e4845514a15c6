//! Whether constraints make sense: they have their types, and some value fits.

use serde_json::{Map, Value};

use super::{ASSERTIONS, Reader};
use crate::schema::document::plain;
use crate::{Counts, JsonSchema, JsonType, Numbers, Property};

impl Reader<'_> {
    /// A constraint without its type would hold back nothing of other types: surely not what is meant.
    pub(super) fn applies(&mut self, keywords: &Map<String, Value>, types: Option<&[JsonType]>) {
        for (keyword, needed) in ASSERTIONS {
            let has = |types: &[JsonType]| types.iter().any(|one| needed.contains(one));
            if needed.is_empty() || !keywords.contains_key(*keyword) || types.is_some_and(has) {
                continue;
            }
            let name = needed[0].name();
            let message = match types {
                None => format!("`{keyword}` needs the type beside it: \"type\": \"{name}\""),
                Some(_) => format!("`{keyword}` is for the type `{name}`, and `type` has none"),
            };
            self.named(keyword, |reader| reader.wrong(message));
        }
    }

    /// Bounds that leave nothing between them.
    pub(super) fn has_room(&mut self, schema: &JsonSchema) {
        let Numbers { minimum, maximum, above, below } = schema.numbers;
        let crossed = |low: Option<f64>, high: Option<f64>, equal: bool| {
            low.zip(high).is_some_and(|(low, high)| low > high || low >= high && !equal)
        };
        let counts = |counts: Counts| counts.max.is_some_and(|max| counts.min > max);
        let numbers = crossed(minimum, maximum, true)
            || crossed(minimum, below, false)
            || crossed(above, maximum, false)
            || crossed(above, below, false);
        if numbers || counts(schema.length) || counts(schema.count) {
            self.wrong("no value fits: the largest is smaller than the smallest");
        }
        let never = |known: &&Property| {
            known.required && known.schema.types.as_ref().is_some_and(Vec::is_empty)
        };
        if let Some(known) = schema.properties.iter().find(never).filter(|_| self.errors.is_empty())
        {
            let message = format!("`{}` is required, and no value of it fits", known.name);
            self.wrong(message);
        }
    }

    /// The values of `enum` and `const` that fit the rest.
    pub(super) fn values(
        &mut self,
        keywords: &Map<String, Value>,
        schema: &JsonSchema,
    ) -> Option<Vec<Value>> {
        let mut values: Option<Vec<Value>> = None;
        if let Some(value) = keywords.get("enum") {
            let Some(some) = value.as_array().filter(|values| !values.is_empty()) else {
                self.named("enum", |reader| reader.wrong("expected a list of values"));
                return None;
            };
            values = Some(some.iter().map(plain).collect());
        }
        if let Some(one) = keywords.get("const").map(plain) {
            let some = values.unwrap_or_else(|| vec![one.clone()]);
            values = Some(some.into_iter().filter(|value| *value == one).collect());
        }
        let mut values = values?;
        let is_right = self.errors.is_empty();
        values.retain(|value| !is_right || schema.fits(value));
        if values.is_empty() {
            self.wrong("no value fits: none of those allowed fits the rest");
        }
        Some(values)
    }
}
