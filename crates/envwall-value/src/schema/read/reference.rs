//! Definitions, and references to them: each is put in place of itself.

use serde_json::{Map, Value};

use super::{ASSERTIONS, Reader, Step};
use crate::JsonSchema;

impl<'a> Reader<'a> {
    /// Each by itself, so that what is wrong in one that nobody refers to is told as well.
    pub(super) fn definitions(&mut self) {
        for keyword in ["$defs", "definitions"] {
            let Some(definitions) = self.root.get(keyword) else { continue };
            self.named(keyword, |reader| {
                let Some(definitions) = definitions.as_object() else {
                    return reader.wrong("expected an object of schemas");
                };
                for (name, definition) in definitions {
                    reader.open.push(pointer(keyword, name));
                    reader.named(name, |reader| reader.schema(definition));
                    reader.open.pop();
                }
            });
        }
    }

    /// A definition in place of the reference to it.
    pub(super) fn reference(
        &mut self,
        keywords: &Map<String, Value>,
        reference: &Value,
    ) -> JsonSchema {
        let beside = keywords.keys().find(|keyword| ASSERTIONS.iter().any(|it| it.0 == **keyword));
        if let Some(beside) = beside {
            let message = format!("`{beside}` beside `$ref`: put it into what is referred to");
            self.named(beside, |reader| reader.wrong(message));
        }
        let found = reference.as_str().and_then(|reference| self.definition(reference));
        let Some((name, definition)) = found else {
            self.named("$ref", |reader| {
                reader.wrong("expected a reference to a definition of this schema: #/$defs/NAME");
            });
            return JsonSchema::never();
        };
        let schema = self.referred_to(name, definition);
        if !self.is_endless {
            return schema;
        }
        self.is_endless = !self.is_loud();
        self.named("$ref", |reader| reader.wrong("this reference leads on without end"));
        JsonSchema::never()
    }

    /// What is wrong in a definition is told there, and not once more for each reference.
    fn referred_to(&mut self, name: String, definition: &'a Value) -> JsonSchema {
        if self.open.contains(&name) {
            self.is_endless = true;
            return JsonSchema::never();
        }
        let (errors, outside) = (self.errors.len(), self.open.len());
        self.open.push(name);
        let schema = self.schema(definition);
        self.open.truncate(outside);
        self.errors.truncate(errors);
        schema
    }

    /// Whether this is the text itself, and not what a reference in it leads to.
    pub(super) fn is_loud(&self) -> bool {
        let is_definition = |step: &Step| matches!(step, Step::Name(name) if matches!(name.as_str(), "$defs" | "definitions"));
        self.open.len() == usize::from(self.place.first().is_some_and(is_definition))
    }

    fn definition(&self, reference: &str) -> Option<(String, &'a Value)> {
        let (keyword, name) = reference.strip_prefix("#/")?.split_once('/')?;
        let is_plain = !name.contains(['/', '%']) && matches!(keyword, "$defs" | "definitions");
        let name = name.replace("~1", "/").replace("~0", "~");
        let definition = self.root.get(keyword)?.get(&name).filter(|_| is_plain)?;
        Some((pointer(keyword, &name), definition))
    }
}

fn pointer(keyword: &str, name: &str) -> String {
    format!("{keyword}/{name}")
}
