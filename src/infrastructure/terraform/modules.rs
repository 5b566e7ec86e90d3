//! Calls of modules. In: a call. Out: an instance of the module's folder for each of its keys, or why
//! its code is not there to be read.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use crate::infrastructure::inventory::{Broken, Origin, Unevaluated};

use super::datum::{Datum, Key, Open};
use super::instances::Expansion;
use super::world::{Instance, Parent, Scope, World};

/// The levels that modules may call modules.
const LEVELS: usize = 32;
/// The instances of modules in a unit.
const MODULES: usize = 2000;

/// What a call of a module comes to.
pub(super) enum Children {
    Instances(Expansion, Vec<usize>),
    /// Its code is not there to be read.
    Closed(Arc<Open>),
}

impl World<'_> {
    /// The instances of a module that is called.
    pub(super) fn children(&self, module: &Rc<Instance>, call: usize) -> Rc<Children> {
        match module.children.borrow().get(&call) {
            Some(Some(children)) => return Rc::clone(children),
            Some(None) => return Rc::new(Children::closed("the module's instances depend on itself")),
            None => {}
        }
        module.children.borrow_mut().insert(call, None);
        let (children, _) = self.listening(|| Rc::new(self.enter_module(module, call)));
        module.children.borrow_mut().insert(call, Some(Rc::clone(&children)));
        children
    }

    fn enter_module(&self, module: &Rc<Instance>, call: usize) -> Children {
        let block = &module.folder.calls[call];
        let name = &block.labels[0];
        let address = format!("{}module.{name}", module.prefix);
        let source = block.body.get("source");
        let origin = source.map_or_else(
            || Origin::new(&block.source, block.header.clone()),
            |source| Origin::new(&source.source, source.expression.span.clone()),
        );
        let closed = |because: String| {
            let mut all = self.unevaluated.borrow_mut();
            let named =
                Unevaluated { what: address.clone(), because: because.clone(), origin: origin.clone() };
            if !all.contains(&named) {
                all.push(named);
            }
            Children::Closed(Arc::new(Open {
                reason: format!("module `{name}` is not evaluated: {because}"),
                references: BTreeSet::from([address.clone()]),
                failed: false,
            }))
        };
        let source = source.map(|source| self.evaluate(&source.expression, Scope::of(module, &Key::Single)));
        let Some(source) = source.as_ref().and_then(Datum::as_text) else {
            return closed("its source cannot be known".to_owned());
        };
        if !is_local(source) {
            return closed(format!("its source `{source}` is not in this repository"));
        }
        let Ok(path) = module.folder.path.join(source).canonicalize() else {
            self.broken.borrow_mut().push(Broken {
                message: format!("there is no folder `{source}`"),
                origin: origin.clone(),
                help: None,
            });
            return closed("its folder does not exist".to_owned());
        };
        if !path.starts_with(&self.root.path) {
            return closed("its folder lies outside the repository".to_owned());
        }
        let mut outer = Some(module);
        while let Some(instance) = outer {
            if instance.folder.path == path {
                return closed("the module calls itself".to_owned());
            }
            outer = instance.parent.as_ref().map(|parent| &parent.module);
        }
        if module.level >= LEVELS {
            return closed(format!("modules call one another more than {LEVELS} levels deep"));
        }
        let folder = self.folder(&path);
        let expansion = self.expansion(block, module, &address);
        if self.instances.borrow().len() + expansion.keys.len() > MODULES {
            return closed(format!("more than {MODULES} modules are called"));
        }
        let children = expansion.keys.iter().map(|key| {
            let prefix = format!("{address}{}.", key.suffix());
            let parent = Parent { module: Rc::clone(module), call, key: key.clone() };
            self.add(Arc::clone(&folder), prefix, Some(parent), expansion.uncertain.clone()).id
        });
        let children = children.collect();
        Children::Instances(expansion, children)
    }
}

impl Children {
    fn closed(reason: &str) -> Self {
        Self::Closed(Arc::new(Open { reason: reason.to_owned(), ..Open::default() }))
    }
}

/// Whether a module's source is a folder beside it.
pub(super) fn is_local(source: &str) -> bool {
    source.starts_with("./") || source.starts_with("../") || source == "." || source == ".."
}
