//! Each file is read once, however many services name it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;

use ccsec_lint::discover::Place;
use ccsec_lint::document::Source;
use ccsec_lint::infrastructure::{Code, Library, Unit};

use super::OPEN;
use super::support::Folder;

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n";
const TEMPLATE: &str =
    "AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Store:\n    Type: AWS::S3::Bucket\n";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.file(".git/HEAD", "ref").file("modules/disk/main.tf", OPEN);
    for stage in ["live", "test"] {
        let call = "module \"disk\" {\n  source = \"../../modules/disk\"\n}\n";
        folder.file(format!("stages/{stage}/main.tf"), call);
    }
    folder.file("deploy/pod.yaml", POD).file("stacks/store.yaml", TEMPLATE);
    folder
}

/// What a service in `team/` is built from.
fn load(library: &Library, folder: &Folder, names: &[&str]) -> Code {
    let place = Place::new(folder.path().to_owned(), folder.join("team"));
    library.load(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), &place)
}

fn by_name(code: &Code) -> BTreeMap<&str, &Arc<Unit>> {
    code.units.iter().map(|unit| (unit.name.as_str(), unit)).collect()
}

#[test]
fn what_a_second_service_names_is_what_the_first_one_read() {
    let (folder, library) = (folder(), Library::default());
    let first = load(&library, &folder, &["../stages/", "/deploy/", "/stacks/*.yaml"]);
    assert_eq!(first.units.len(), 4);
    // Were a file opened again, this is what would be read.
    for file in ["modules/disk/main.tf", "stages/live/main.tf", "deploy/pod.yaml", "stacks/store.yaml"] {
        folder.file(file, "}");
    }
    let second = load(&library, &folder, &["/stages/live", "/deploy/pod.yaml", "../stacks/"]);
    let known = by_name(&first);
    assert_eq!(second.units.len(), 3);
    assert!(second.units.iter().all(|unit| Arc::ptr_eq(unit, known[unit.name.as_str()])));
}

#[test]
fn a_module_that_two_stages_call_is_read_once() {
    let (folder, library) = (folder(), Library::default());
    let code = load(&library, &folder, &["/stages/"]);
    let texts: Vec<&Arc<Source>> = code
        .units
        .iter()
        .flat_map(|unit| &unit.files)
        .filter(|file| file.name().ends_with("modules/disk/main.tf"))
        .collect();
    let [one, other] = texts[..] else { panic!("both stages call it: {texts:?}") };
    assert!(Arc::ptr_eq(one, other));
}

#[test]
fn services_that_are_judged_at_the_same_time_share_what_is_read() {
    let (folder, library) = (folder(), Library::default());
    let names = ["/stages/", "/deploy/", "/stacks/"];
    let loaded: Vec<Code> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| load(&library, &folder, &names))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let first = by_name(&loaded[0]);
    assert_eq!(first.len(), 4);
    for code in &loaded[1..] {
        assert!(code.units.iter().all(|unit| Arc::ptr_eq(unit, first[unit.name.as_str()])));
    }
}
