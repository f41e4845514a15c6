//! Finds constraints that apply to no type, or that no value can meet.

use serde_json::{Map, Value};

use super::{ASSERTIONS, Parser};
use crate::schema::json_value::normalize;
use crate::{Counts, JsonSchema, JsonType, Numbers, Property};

impl Parser<'_> {
    /// Reports constraints without their type: they would accept any value of another type.
    pub(super) fn check_types(
        &mut self,
        keywords: &Map<String, Value>,
        types: Option<&[JsonType]>,
    ) {
        for (keyword, needed) in ASSERTIONS {
            let has = |types: &[JsonType]| types.iter().any(|one| needed.contains(one));
            if needed.is_empty() || !keywords.contains_key(*keyword) || types.is_some_and(has) {
                continue;
            }
            let name = needed[0].name();
            let message = match types {
                None => format!("`{keyword}` needs \"type\": \"{name}\" next to it"),
                Some(_) => {
                    format!("`{keyword}` applies to the type `{name}`, which `type` does not allow")
                }
            };
            self.named(keyword, |parser| parser.error(message));
        }
    }

    /// Reports bounds that exclude every value.
    pub(super) fn check_bounds(&mut self, schema: &JsonSchema) {
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
            self.error("no valid value: the maximum is smaller than the minimum");
        }
        let never = |known: &&Property| {
            known.required && known.schema.types.as_ref().is_some_and(Vec::is_empty)
        };
        if let Some(known) = schema.properties.iter().find(never).filter(|_| self.errors.is_empty())
        {
            let message = format!("`{}` is required, but no value is valid for it", known.name);
            self.error(message);
        }
    }

    /// Returns the values of `enum` and `const` that meet the other constraints.
    pub(super) fn values(
        &mut self,
        keywords: &Map<String, Value>,
        schema: &JsonSchema,
    ) -> Option<Vec<Value>> {
        let mut values: Option<Vec<Value>> = None;
        if let Some(value) = keywords.get("enum") {
            let Some(some) = value.as_array().filter(|values| !values.is_empty()) else {
                self.named("enum", |parser| parser.error("expected a list of values"));
                return None;
            };
            values = Some(some.iter().map(normalize).collect());
        }
        if let Some(one) = keywords.get("const").map(normalize) {
            let some = values.unwrap_or_else(|| vec![one.clone()]);
            values = Some(some.into_iter().filter(|value| *value == one).collect());
        }
        let mut values = values?;
        let is_valid = self.errors.is_empty();
        values.retain(|value| !is_valid || schema.accepts(value));
        if values.is_empty() {
            self.error("no valid value: none of the allowed values meets the other constraints");
        }
        Some(values)
    }
}
