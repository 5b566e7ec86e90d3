//! Expressions. In: a tree and its scope. Out: a value; what cannot be known stays unknown, with the
//! reason, and makes unknown only what depends on it.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Number;

use super::convert::{as_bool, as_number, as_text, compare, equal};
use super::datum::{Datum, Key, Open};
use super::functions;
use super::syntax::{Call, Expression, For, Kind, Operator};
use super::world::{Bound, Scope, World};

impl World<'_> {
    pub(super) fn evaluate(&self, expression: &Expression, scope: Scope<'_>) -> Datum {
        let Some(_level) = self.enter() else {
            return Datum::open("it takes too many steps to evaluate");
        };
        match &expression.kind {
            Kind::Literal(value) => value.clone(),
            Kind::Template(parts) => self.template(parts, scope),
            Kind::List(items) => Datum::list(items.iter().map(|item| self.evaluate(item, scope)).collect()),
            Kind::Map(entries) => self.map(entries, scope),
            Kind::Name(name, steps) => self.name(name, steps, scope),
            Kind::Pick(from, steps) => {
                let value = self.evaluate(from, scope);
                self.mentioned(self.pick(value, steps, scope))
            }
            Kind::Call(call) => self.call(call, scope),
            Kind::Not(inner) => match as_bool(&self.plain(self.evaluate(inner, scope))) {
                Datum::Bool(value) => Datum::Bool(!value),
                Datum::Open(open) => Datum::Open(open),
                _ => Datum::failed("`!` wants a truth value"),
            },
            Kind::Minus(inner) => {
                let value = self.plain(self.evaluate(inner, scope));
                arithmetic(Operator::Minus, &Datum::whole(0), &value)
            }
            Kind::Binary(operator, sides) => self.binary(*operator, &sides.0, &sides.1, scope),
            Kind::Conditional(parts) => self.conditional(&parts.0, &parts.1, &parts.2, scope),
            Kind::For(it) => self.for_each(it, scope),
        }
    }

    fn map(&self, entries: &[(Expression, Expression)], scope: Scope<'_>) -> Datum {
        let mut map = BTreeMap::new();
        for (key, value) in entries {
            match self.key(key, scope) {
                Ok(key) => _ = map.insert(key, self.evaluate(value, scope)),
                Err(open) => return open,
            }
        }
        Datum::map(map)
    }

    /// The text of a map's key.
    pub(super) fn key(&self, key: &Expression, scope: Scope<'_>) -> Result<String, Datum> {
        match as_text(&self.plain(self.evaluate(key, scope))) {
            Datum::Text(text) => Ok(text.to_string()),
            Datum::Open(open) => Err(Datum::Open(open)),
            _ => Err(Datum::failed("the key of a map is not a text")),
        }
    }

    /// A value that is one: a resource as a whole, or a text that is known in part, is not.
    pub(super) fn plain(&self, value: Datum) -> Datum {
        match &value {
            Datum::Thing(thing) => {
                let address = self.thing_address(thing);
                self.mention(address.clone());
                Datum::open_at("known after apply", address)
            }
            Datum::Encoded(inner) => inner.open_within().unwrap_or(value),
            _ => value,
        }
    }

    fn call(&self, call: &Call, scope: Scope<'_>) -> Datum {
        match call.function.as_str() {
            "try" => return self.first_that_works(&call.arguments, scope),
            "can" => {
                return match call.arguments.first().map(|argument| self.evaluate(argument, scope)) {
                    Some(value) if value.has_failed() => Datum::Bool(false),
                    Some(Datum::Open(open)) => Datum::Open(open),
                    _ => Datum::Bool(true),
                };
            }
            _ => {}
        }
        let mut arguments: Vec<Datum> =
            call.arguments.iter().map(|argument| self.evaluate(argument, scope)).collect();
        if call.spread {
            match arguments.pop() {
                Some(Datum::List(items)) => arguments.extend(items.iter().cloned()),
                Some(Datum::Open(open)) => return Datum::Open(open),
                _ => return Datum::failed("`...` wants a list"),
            }
        }
        let cost = arguments.iter().map(Datum::weight).sum();
        if !self.spend(cost) {
            return Datum::open("it takes too many steps to evaluate");
        }
        functions::call(self, &call.function, arguments, scope)
    }

    /// `try`: what Terraform would refuse gives way to the next; what is merely unknown does not.
    fn first_that_works(&self, arguments: &[Expression], scope: Scope<'_>) -> Datum {
        let mut last = Datum::failed("`try` has no argument");
        for argument in arguments {
            last = self.evaluate(argument, scope);
            if !self.spend(last.weight()) {
                return Datum::open("it takes too many steps to evaluate");
            }
            if !last.has_failed() {
                return last;
            }
        }
        last
    }

    fn binary(&self, operator: Operator, left: &Expression, right: &Expression, scope: Scope<'_>) -> Datum {
        match operator {
            Operator::And | Operator::Or => {
                // Either side may decide, whatever the other one is.
                let decides = operator == Operator::Or;
                let left = as_bool(&self.plain(self.evaluate(left, scope)));
                if matches!(left, Datum::Bool(value) if value == decides) {
                    return left;
                }
                let right = as_bool(&self.plain(self.evaluate(right, scope)));
                match (&left, &right) {
                    (_, Datum::Bool(value)) if *value == decides => right,
                    (Datum::Bool(_), Datum::Bool(_)) => Datum::Bool(!decides),
                    _ => Datum::first_open([&left, &right])
                        .unwrap_or_else(|| Datum::failed("a truth value is wanted")),
                }
            }
            Operator::Equal | Operator::Unequal => {
                let (left, right) = (self.evaluate(left, scope), self.evaluate(right, scope));
                if !self.spend(left.weight().min(right.weight())) {
                    return Datum::open("it takes too many steps to evaluate");
                }
                match equal(&left, &right) {
                    Some(same) => Datum::Bool(same == (operator == Operator::Equal)),
                    None => {
                        let sides = [self.plain(left), self.plain(right)];
                        let mut opens = Vec::new();
                        sides.iter().for_each(|side| side.opens(&mut opens));
                        Datum::first_open(opens).unwrap_or_else(|| Datum::open("known after apply"))
                    }
                }
            }
            _ => {
                let left = self.plain(self.evaluate(left, scope));
                let right = self.plain(self.evaluate(right, scope));
                arithmetic(operator, &left, &right)
            }
        }
    }

    fn conditional(
        &self,
        condition: &Expression,
        yes: &Expression,
        no: &Expression,
        scope: Scope<'_>,
    ) -> Datum {
        match as_bool(&self.plain(self.evaluate(condition, scope))) {
            Datum::Bool(true) => self.evaluate(yes, scope),
            Datum::Bool(false) => self.evaluate(no, scope),
            Datum::Open(open) if open.failed => Datum::Open(open),
            Datum::Open(open) => {
                let (yes, no) = (self.evaluate(yes, scope), self.evaluate(no, scope));
                either(&open, &yes, &no)
            }
            _ => Datum::failed("a condition is not a truth value"),
        }
    }

    fn for_each(&self, it: &For, scope: Scope<'_>) -> Datum {
        let collection = self.evaluate(&it.collection, scope);
        let pairs = match pairs(&self.plain(collection)) {
            Ok(pairs) => pairs,
            Err(open) => return open,
        };
        let mut list = Vec::new();
        let mut map: BTreeMap<String, Datum> = BTreeMap::new();
        let mut groups: BTreeMap<String, Vec<Datum>> = BTreeMap::new();
        let mut weight = 0;
        for (key, value) in pairs {
            let key =
                Bound { name: it.key_name.as_deref().unwrap_or_default(), value: key, outer: scope.names };
            let bound = Bound { name: &it.value_name, value, outer: Some(&key) };
            let inner = Scope { names: Some(&bound), ..scope };
            if let Some(condition) = &it.condition {
                match as_bool(&self.plain(self.evaluate(condition, inner))) {
                    Datum::Bool(true) => {}
                    Datum::Bool(false) => continue,
                    Datum::Open(open) => return Datum::Open(open),
                    _ => return Datum::failed("the condition of a `for` is not a truth value"),
                }
            }
            let value = self.evaluate(&it.value, inner);
            weight += value.weight();
            if weight > 1 << 18 {
                return Datum::open("a value is larger than what is evaluated");
            }
            let Some(key) = &it.key else {
                list.push(value);
                continue;
            };
            match self.key(key, inner) {
                Ok(key) if it.grouped => groups.entry(key).or_default().push(value),
                Ok(key) => _ = map.insert(key, value),
                Err(open) => return open,
            }
        }
        match (&it.key, it.grouped) {
            (None, _) => Datum::list(list),
            (Some(_), false) => Datum::map(map),
            (Some(_), true) => {
                Datum::map(groups.into_iter().map(|(key, items)| (key, Datum::list(items))).collect())
            }
        }
    }

    /// `each.key`, `each.value`, `count.index`.
    pub(super) fn repetition(key: &Key, of: &str, name: &str) -> Datum {
        match (key, of, name) {
            (Key::Index(index), "count", "index") => Datum::whole(*index),
            (Key::Entry(key, _), "each", "key") => Datum::Text(Arc::clone(key)),
            (Key::Entry(_, value), "each", "value") => (**value).clone(),
            (Key::Open(open), _, _) => Datum::Open(Arc::clone(open)),
            _ => Datum::failed(format!("`{of}.{name}` stands where there is no such thing")),
        }
    }
}

/// The keys and values of what a `for` may go through.
pub(super) fn pairs(collection: &Datum) -> Result<Vec<(Datum, Datum)>, Datum> {
    match collection {
        Datum::List(items) if items.is_set => {
            Ok(items.iter().map(|item| (item.clone(), item.clone())).collect())
        }
        Datum::List(items) => {
            Ok(items.iter().enumerate().map(|(index, item)| (Datum::whole(index), item.clone())).collect())
        }
        Datum::Map(entries) => {
            Ok(entries.iter().map(|(key, value)| (Datum::text(key), value.clone())).collect())
        }
        Datum::Open(open) => Err(Datum::Open(Arc::clone(open))),
        _ => Err(Datum::failed("`for` wants a list or a map")),
    }
}

/// One of two values, when the condition is not known. What it refers to is kept where it cannot be
/// nothing, so that "refers to a key" is never said of what may be null.
fn either(condition: &Arc<Open>, yes: &Datum, no: &Datum) -> Datum {
    if equal(yes, no) == Some(true) {
        return yes.clone();
    }
    match (yes, no) {
        (Datum::Map(a), Datum::Map(b)) if a.keys().eq(b.keys()) => {
            let parts = a.iter().zip(b.values());
            return Datum::map(parts.map(|((key, a), b)| (key.clone(), either(condition, a, b))).collect());
        }
        (Datum::List(a), Datum::List(b)) if a.len() == b.len() => {
            return Datum::list(a.iter().zip(b.iter()).map(|(a, b)| either(condition, a, b)).collect());
        }
        _ => {}
    }
    let mut open = (**condition).clone();
    open.references.clear();
    let there = |value: &Datum| match value {
        Datum::Null => false,
        Datum::Open(open) => !open.references.is_empty(),
        Datum::Text(text) => !text.is_empty(),
        Datum::List(items) => !items.is_empty(),
        _ => true,
    };
    if there(yes) && there(no) {
        let mut opens = Vec::new();
        yes.opens(&mut opens);
        no.opens(&mut opens);
        if let Some(Datum::Open(branches)) = Datum::first_open(opens) {
            open.references.extend(branches.references.iter().cloned());
        }
    }
    Datum::Open(Arc::new(open))
}

fn arithmetic(operator: Operator, left: &Datum, right: &Datum) -> Datum {
    let (left, right) = (as_number(left), as_number(right));
    let (Datum::Number(a), Datum::Number(b)) = (&left, &right) else {
        return Datum::first_open([&left, &right]).unwrap_or_else(|| Datum::failed("a number is wanted"));
    };
    let ordering =
        |wanted: &[Ordering]| Datum::Bool(compare(a, b).is_some_and(|found| wanted.contains(&found)));
    match operator {
        Operator::Less => ordering(&[Ordering::Less]),
        Operator::LessEqual => ordering(&[Ordering::Less, Ordering::Equal]),
        Operator::Greater => ordering(&[Ordering::Greater]),
        Operator::GreaterEqual => ordering(&[Ordering::Greater, Ordering::Equal]),
        _ => calculated(operator, a, b),
    }
}

fn calculated(operator: Operator, a: &Number, b: &Number) -> Datum {
    if let (Some(a), Some(b)) = (a.as_i64(), b.as_i64()) {
        let whole = match operator {
            Operator::Plus => a.checked_add(b),
            Operator::Minus => a.checked_sub(b),
            Operator::Times => a.checked_mul(b),
            Operator::Divide if b != 0 && a.checked_rem(b) == Some(0) => a.checked_div(b),
            Operator::Modulo => a.checked_rem(b),
            _ => None,
        };
        if let Some(whole) = whole {
            return Datum::whole(whole);
        }
    }
    let (a, b) = (a.as_f64().unwrap_or_default(), b.as_f64().unwrap_or_default());
    match operator {
        Operator::Plus => Datum::float(a + b),
        Operator::Minus => Datum::float(a - b),
        Operator::Times => Datum::float(a * b),
        Operator::Divide | Operator::Modulo if b == 0.0 => Datum::failed("a division by zero"),
        Operator::Divide => Datum::float(a / b),
        Operator::Modulo => Datum::float(a % b),
        _ => Datum::failed("not a calculation"),
    }
}
