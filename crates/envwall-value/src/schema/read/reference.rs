//! Definitions, and references to them: each is put in place of itself.

use serde_json::{Map, Value};

use super::{ASSERTIONS, Endless, Reader, Step};
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
        let found = reference.as_str().ok_or_else(not_local);
        let found = found.and_then(|reference| self.definition(reference));
        let (name, definition) = match found {
            Ok(found) => found,
            Err(message) => {
                self.named("$ref", |reader| reader.wrong(message));
                return JsonSchema::never();
            }
        };
        let schema = self.referred_to(name, definition);
        let Some(why) = self.endless else { return schema };
        self.leads_nowhere(why);
        JsonSchema::never()
    }

    /// Told where the reference stands in the text itself, and not once more for each that leads to it.
    fn leads_nowhere(&mut self, why: Endless) {
        let is_loud = self.is_loud();
        self.endless = Some(why).filter(|_| !is_loud);
        let message = match why {
            Endless::Cycle => "this reference leads on without end",
            Endless::TooDeep if self.is_depth_told => return,
            Endless::TooDeep => "the schema that this reference leads to is too deep",
        };
        self.is_depth_told |= is_loud && why == Endless::TooDeep;
        self.named("$ref", |reader| reader.wrong(message));
    }

    /// What is wrong in a definition is told there, and not once more for each reference.
    fn referred_to(&mut self, name: String, definition: &'a Value) -> JsonSchema {
        if self.open.contains(&name) {
            self.endless = Some(Endless::Cycle);
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

    /// What a reference leads to, or why it leads to nothing.
    fn definition(&self, reference: &str) -> Result<(String, &'a Value), String> {
        let local = reference.strip_prefix("#/").and_then(|path| path.split_once('/'));
        let is_plain = |(keyword, name): &(&str, &str)| {
            !name.contains(['/', '%']) && matches!(*keyword, "$defs" | "definitions")
        };
        let (keyword, name) = local.filter(is_plain).ok_or_else(not_local)?;
        let name = name.replace("~1", "/").replace("~0", "~");
        let definition = self.root.get(keyword).and_then(|all| all.get(&name));
        let missing =
            || format!("`{name}` is not defined: it is not in `{keyword}` of this schema");
        Ok((pointer(keyword, &name), definition.ok_or_else(missing)?))
    }
}

fn not_local() -> String {
    "expected a reference to a definition of this schema: #/$defs/NAME".to_owned()
}

fn pointer(keyword: &str, name: &str) -> String {
    format!("{keyword}/{name}")
}
