//! Methods of functions.

use super::evaluate::Evaluator;
use super::table::builtins;
use super::value::Value;

builtins! {
    /// `function.name(arguments)`
    fn call(evaluator, arguments, function: &Value<'a>) {
        "call" => evaluator.apply(function, arguments.get(1..).unwrap_or_default()),
        "apply" => {
            let list = arguments.get(1).and_then(Value::items).unwrap_or_default();
            evaluator.apply(function, &list)
        },
    }
}
