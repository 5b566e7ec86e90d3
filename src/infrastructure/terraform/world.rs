//! The modules of one unit: the tree of their instances, and every value that was evaluated once.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use crate::infrastructure::inventory::{Broken, Unevaluated};

use super::datum::{Datum, Key, Thing};
use super::folder::{self, Folder, Folders, Root, local_address, name_of};
use super::instances::Expansion;
use super::modules::Children;
use super::syntax::{Attribute, Block};
use super::types;

/// How deep expressions may go, through all that they refer to.
const DEEPEST: usize = 1000;
/// The steps that all evaluations of a unit may take.
const FUEL: usize = 5_000_000;

/// All that is known of a unit while it is read.
pub(super) struct World<'a> {
    /// The repository's root.
    pub(super) root: Root,
    /// What tfvars files say of the root module's variables.
    pub(super) given: BTreeMap<String, Attribute>,
    folders: &'a Folders,
    /// The folders of this unit.
    pub(super) used: RefCell<BTreeMap<PathBuf, Arc<Folder>>>,
    pub(super) unevaluated: RefCell<Vec<Unevaluated>>,
    pub(super) broken: RefCell<Vec<Broken>>,
    pub(super) instances: RefCell<Vec<Rc<Instance>>>,
    /// The resources that what is being evaluated mentions.
    mentions: RefCell<BTreeSet<String>>,
    depth: Cell<usize>,
    fuel: Cell<usize>,
    /// The values that may still be laid down.
    pub(super) room: Cell<usize>,
}

/// A module as it is called once.
pub(super) struct Instance {
    pub(super) id: usize,
    pub(super) folder: Arc<Folder>,
    /// What addresses in it begin with: empty, or `module.net[0].`.
    pub(super) prefix: String,
    pub(super) parent: Option<Parent>,
    /// Why the module may not be there.
    pub(super) uncertain: Option<String>,
    pub(super) level: usize,
    values: RefCell<BTreeMap<Name, Known>>,
    pub(super) expansions: RefCell<BTreeMap<usize, Option<Rc<Expansion>>>>,
    pub(super) children: RefCell<BTreeMap<usize, Option<Rc<Children>>>>,
}

/// Where a module is called.
pub(super) struct Parent {
    pub(super) module: Rc<Instance>,
    pub(super) call: usize,
    pub(super) key: Key,
}

/// A value that is evaluated at most once in a module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    Variable(String),
    Local(String),
    Output(String),
    /// An attribute of an instance of a resource.
    Attribute(usize, String, String),
}

enum Known {
    /// It is being evaluated.
    Busy,
    Done(Datum, Rc<BTreeSet<String>>),
}

/// Where an expression stands: the module, the instance of a block, and names that are bound.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) module: &'a Rc<Instance>,
    pub(super) key: &'a Key,
    pub(super) names: Option<&'a Bound<'a>>,
}

/// A name that a `for` or a `dynamic` block binds.
pub(super) struct Bound<'a> {
    pub(super) name: &'a str,
    pub(super) value: Datum,
    pub(super) outer: Option<&'a Bound<'a>>,
}

impl<'a> Scope<'a> {
    pub(super) const fn of(module: &'a Rc<Instance>, key: &'a Key) -> Self {
        Self { module, key, names: None }
    }

    pub(super) fn bound(&self, name: &str) -> Option<&'a Datum> {
        let mut names = self.names;
        while let Some(bound) = names {
            if bound.name == name {
                return Some(&bound.value);
            }
            names = bound.outer;
        }
        None
    }
}

/// Gives its level of depth back when it goes.
pub(super) struct Level<'a>(&'a Cell<usize>);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

impl<'a> World<'a> {
    pub(super) fn new(root: &Root, folders: &'a Folders, given: BTreeMap<String, Attribute>) -> Self {
        Self {
            root: root.clone(),
            given,
            folders,
            used: RefCell::default(),
            unevaluated: RefCell::default(),
            broken: RefCell::default(),
            instances: RefCell::default(),
            mentions: RefCell::default(),
            depth: Cell::new(0),
            fuel: Cell::new(FUEL),
            room: Cell::new(1_000_000),
        }
    }

    /// One level deeper and one step further, unless that is too deep or too far.
    pub(super) fn enter(&self) -> Option<Level<'_>> {
        if self.depth.get() >= DEEPEST || !self.spend(1) {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        Some(Level(&self.depth))
    }

    /// Takes a number of steps, if so many are left.
    pub(super) fn spend(&self, steps: usize) -> bool {
        let left = self.fuel.get().checked_sub(steps);
        self.fuel.set(left.unwrap_or(0));
        left.is_some()
    }

    pub(super) fn instance(&self, id: usize) -> Option<Rc<Instance>> {
        self.instances.borrow().get(id).map(Rc::clone)
    }

    pub(super) fn folder(&self, path: &Path) -> Arc<Folder> {
        let folder = self.folders.get(path, &self.root);
        self.used.borrow_mut().insert(path.to_owned(), Arc::clone(&folder));
        folder
    }

    pub(super) fn add(
        &self,
        folder: Arc<Folder>,
        prefix: String,
        parent: Option<Parent>,
        uncertain: Option<String>,
    ) -> Rc<Instance> {
        let mut instances = self.instances.borrow_mut();
        let instance = Rc::new(Instance {
            id: instances.len(),
            folder,
            prefix,
            level: parent.as_ref().map_or(0, |parent| parent.module.level + 1),
            uncertain: uncertain
                .or_else(|| parent.as_ref().and_then(|parent| parent.module.uncertain.clone())),
            parent,
            values: RefCell::default(),
            expansions: RefCell::default(),
            children: RefCell::default(),
        });
        instances.push(Rc::clone(&instance));
        instance
    }

    pub(super) fn mention(&self, address: String) {
        self.mentions.borrow_mut().insert(address);
    }

    /// Does something, and says which resources were mentioned meanwhile.
    pub(super) fn listening<T>(&self, what: impl FnOnce() -> T) -> (T, BTreeSet<String>) {
        let before = self.mentions.take();
        let result = what();
        (result, self.mentions.replace(before))
    }

    /// A value of a module, evaluated the first time; one that is asked for while it is being evaluated
    /// refers to itself.
    pub(super) fn once(&self, module: &Rc<Instance>, name: &Name, evaluate: impl FnOnce() -> Datum) -> Datum {
        match module.values.borrow().get(name) {
            Some(Known::Busy) => return Datum::open(format!("{} refers to itself", shown(module, name))),
            Some(Known::Done(datum, mentions)) => {
                self.mentions.borrow_mut().extend(mentions.iter().cloned());
                return datum.clone();
            }
            None => {}
        }
        module.values.borrow_mut().insert(name.clone(), Known::Busy);
        let (datum, mentions) = self.listening(evaluate);
        self.mentions.borrow_mut().extend(mentions.iter().cloned());
        module.values.borrow_mut().insert(name.clone(), Known::Done(datum.clone(), Rc::new(mentions)));
        datum
    }

    pub(super) fn local(&self, module: &Rc<Instance>, name: &str) -> Datum {
        let Some(local) = module.folder.locals.get(name) else {
            return Datum::open(format!("local `{name}` is not declared"));
        };
        self.once(module, &Name::Local(name.to_owned()), || {
            self.evaluate(&local.expression, Scope::of(module, &Key::Single))
        })
    }

    pub(super) fn output(&self, module: &Rc<Instance>, name: &str) -> Datum {
        let Some(value) = module.folder.outputs.get(name).and_then(|output| output.body.get("value")) else {
            return Datum::open(format!("the module has no output `{name}`"));
        };
        self.once(module, &Name::Output(name.to_owned()), || {
            self.evaluate(&value.expression, Scope::of(module, &Key::Single))
        })
    }

    pub(super) fn variable(&self, module: &Rc<Instance>, name: &str) -> Datum {
        let Some(variable) = module.folder.variables.get(name) else {
            return Datum::open(format!("variable `{name}` is not declared"));
        };
        self.once(module, &Name::Variable(name.to_owned()), || {
            let value = self.variable_value(module, name, variable);
            match variable.body.get("type") {
                Some(kind) => types::converted(self, value, &kind.expression),
                None => value,
            }
        })
    }

    fn variable_value(&self, module: &Rc<Instance>, name: &str, variable: &Block) -> Datum {
        let literal = |name: &str| {
            let attribute = variable.body.get(name)?;
            Some(self.evaluate(&attribute.expression, Scope::of(module, &Key::Single)))
        };
        let argument = match &module.parent {
            Some(parent) => {
                let call = &parent.module.folder.calls[parent.call];
                call.body.get(name).map(|argument| {
                    self.evaluate(&argument.expression, Scope::of(&parent.module, &parent.key))
                })
            }
            None => match self.given.get(name) {
                Some(_) if matches!(literal("sensitive"), Some(Datum::Bool(true))) => {
                    return Datum::open(format!("variable `{name}` is sensitive"));
                }
                given => given.map(|given| self.evaluate(&given.expression, Scope::of(module, &Key::Single))),
            },
        };
        let nullable = !matches!(literal("nullable"), Some(Datum::Bool(false)));
        match argument {
            Some(value) if nullable || !value.is_null() => value,
            _ => {
                literal("default").unwrap_or_else(|| Datum::open(format!("variable `{name}` has no default")))
            }
        }
    }

    /// The address of a resource's instance.
    pub(super) fn address(module: &Instance, declared: usize, key: &Key) -> String {
        let local = module.folder.things.get(declared).map(local_address).unwrap_or_default();
        format!("{}{local}{}", module.prefix, key.suffix())
    }

    pub(super) fn thing_address(&self, thing: &Thing) -> String {
        match thing {
            Thing::Resource { module, declared, key } => self
                .instance(*module)
                .map(|module| Self::address(&module, *declared, key))
                .unwrap_or_default(),
            Thing::Module { module } => self
                .instance(*module)
                .map(|module| module.prefix.trim_end_matches('.').to_owned())
                .unwrap_or_default(),
        }
    }

    /// How a folder is known from the root module's: what `path.module` says.
    pub(super) fn path_from_root(&self, module: &Instance) -> String {
        let Some(root) = self.instance(0) else { return ".".to_owned() };
        let (from, to) = (&root.folder.path, &module.folder.path);
        let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
        let up = from.components().skip(shared).map(|_| "..".to_owned());
        let down = to.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
        let parts: Vec<String> = up.chain(down).collect();
        if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
    }

    /// A folder that an expression names, relative to the root module, if it is in the repository.
    /// One that is not there is, where the nearest folder above it is.
    pub(super) fn folder_of(&self, path: &str) -> Option<PathBuf> {
        let path = self.instance(0)?.folder.path.join(path);
        let nearest = path.ancestors().find_map(|path| path.canonicalize().ok())?;
        nearest.starts_with(&self.root.path).then_some(path)
    }

    /// A text file that an expression names, relative to the root module.
    pub(super) fn read_file(&self, path: &str) -> Result<Arc<crate::document::Source>, Datum> {
        let Some(root) = self.instance(0) else { return Err(Datum::open("there is no root module")) };
        let asked = path;
        let path = root.folder.path.join(path);
        if self.folder_of(asked).is_some() && !path.exists() {
            return Err(Datum::failed(format!("there is no file `{asked}`")));
        }
        folder::read_text(&path, &self.root).map_err(|broken| {
            Datum::open(format!("file `{}`: {}", name_of(&path, &self.root), broken.message))
        })
    }
}

fn shown(module: &Instance, name: &Name) -> String {
    match name {
        Name::Variable(name) => format!("variable `{name}`"),
        Name::Local(name) => format!("local `{name}`"),
        Name::Output(name) => format!("output `{name}`"),
        Name::Attribute(thing, _, name) => {
            let address = module.folder.things.get(*thing).map(local_address).unwrap_or_default();
            format!("`{address}.{name}`")
        }
    }
}
