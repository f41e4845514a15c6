//! Expands references to definitions.

use serde_json::{Map, Value};

use super::{ASSERTIONS, Parser, Step, Unresolvable};
use crate::JsonSchema;

impl<'a> Parser<'a> {
    /// Parses each definition by itself, so that errors in unused ones are reported too.
    pub(super) fn definitions(&mut self) {
        for keyword in ["$defs", "definitions"] {
            let Some(definitions) = self.root.get(keyword) else { continue };
            self.named(keyword, |parser| {
                let Some(definitions) = definitions.as_object() else {
                    return parser.error("expected an object of schemas");
                };
                for (name, definition) in definitions {
                    parser.open.push(pointer(keyword, name));
                    parser.named(name, |parser| parser.schema(definition));
                    parser.open.pop();
                }
            });
        }
    }

    /// Parses the definition that a reference points to.
    pub(super) fn reference(
        &mut self,
        keywords: &Map<String, Value>,
        reference: &Value,
    ) -> JsonSchema {
        let sibling = keywords.keys().find(|keyword| ASSERTIONS.iter().any(|it| it.0 == **keyword));
        if let Some(sibling) = sibling {
            let message = format!("`{sibling}` next to `$ref`: move it into the definition");
            self.named(sibling, |parser| parser.error(message));
        }
        let found = reference.as_str().ok_or_else(not_local);
        let found = found.and_then(|reference| self.definition(reference));
        let (name, definition) = match found {
            Ok(found) => found,
            Err(message) => {
                self.named("$ref", |parser| parser.error(message));
                return JsonSchema::never();
            }
        };
        let schema = self.expand(name, definition);
        let Some(why) = self.unresolvable else { return schema };
        self.report(why);
        JsonSchema::never()
    }

    /// Reports a reference that cannot be expanded, once and where it is written.
    fn report(&mut self, why: Unresolvable) {
        let is_in_text = self.is_in_text();
        self.unresolvable = Some(why).filter(|_| !is_in_text);
        let message = match why {
            Unresolvable::Cycle => "circular reference: break the cycle",
            Unresolvable::TooDeep if self.is_depth_reported => return,
            Unresolvable::TooDeep => {
                "the schema that this reference points to is nested too deeply"
            }
        };
        self.is_depth_reported |= is_in_text && why == Unresolvable::TooDeep;
        self.named("$ref", |parser| parser.error(message));
    }

    /// Parses a definition without its errors, which are reported at the definition itself.
    fn expand(&mut self, name: String, definition: &'a Value) -> JsonSchema {
        if self.open.contains(&name) {
            self.unresolvable = Some(Unresolvable::Cycle);
            return JsonSchema::never();
        }
        let (errors, outside) = (self.errors.len(), self.open.len());
        self.open.push(name);
        let schema = self.schema(definition);
        self.open.truncate(outside);
        self.errors.truncate(errors);
        schema
    }

    /// Whether the current place is in the text itself, and not in an expanded reference.
    pub(super) fn is_in_text(&self) -> bool {
        let is_definition = |step: &Step| matches!(step, Step::Name(name) if matches!(name.as_str(), "$defs" | "definitions"));
        self.open.len() == usize::from(self.place.first().is_some_and(is_definition))
    }

    /// Finds the definition that a reference points to, or says why there is none.
    fn definition(&self, reference: &str) -> Result<(String, &'a Value), String> {
        let local = reference.strip_prefix("#/").and_then(|path| path.split_once('/'));
        let is_plain = |(keyword, name): &(&str, &str)| {
            !name.contains(['/', '%']) && matches!(*keyword, "$defs" | "definitions")
        };
        let (keyword, name) = local.filter(is_plain).ok_or_else(not_local)?;
        let name = name.replace("~1", "/").replace("~0", "~");
        let definition = self.root.get(keyword).and_then(|all| all.get(&name));
        let missing = || format!("`{name}` is not defined in `{keyword}` of this schema");
        Ok((pointer(keyword, &name), definition.ok_or_else(missing)?))
    }
}

fn not_local() -> String {
    "expected a reference to a definition of this schema: #/$defs/NAME".to_owned()
}

fn pointer(keyword: &str, name: &str) -> String {
    format!("{keyword}/{name}")
}
