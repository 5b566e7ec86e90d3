//! The order of files and the number of threads change no byte of the output.

use proptest::prelude::*;

use crate::generated::{self, config};
use crate::support::{Folder, Outcome, as_check};
use crate::{PLATFORM, SHOP, clean, replace};

/// What a run prints. The time that it took is the one thing that may differ.
fn run(folder: &Folder, format: &str, threads: usize, files: &[String]) -> (i32, String, String) {
    let mut command = folder.command();
    command.env("RAYON_NUM_THREADS", threads.to_string());
    let outcome = Outcome::of(as_check(&mut command).args(["--format", format]).args(files));
    let timeless = |text: String| -> String {
        let without = |line: &str| match line.rsplit_once(" · ") {
            Some((rest, time)) if time.ends_with(" ms") || time.ends_with(" s") => rest.to_owned(),
            _ => line.to_owned(),
        };
        text.lines().map(without).collect::<Vec<_>>().join("\n")
    };
    (outcome.code, timeless(outcome.stdout), timeless(outcome.stderr))
}

/// Every format and number of threads prints for some files what one thread prints for the sorted ones.
fn assert_same(folder: &Folder, files: &[String]) {
    let mut sorted = files.to_vec();
    sorted.sort();
    for format in ["json", "human"] {
        let first = run(folder, format, 1, &sorted);
        assert!(!first.1.is_empty(), "something is printed: {first:?}");
        for threads in [1, 2, 4] {
            assert_eq!(run(folder, format, threads, files), first, "{format}, {threads} threads, {files:?}");
        }
    }
}

proptest! {
    #![proptest_config(config(2))]

    #[test]
    fn a_generated_chain_is_reported_the_same(
        (links, files) in generated::chain(3..=9).prop_flat_map(|links| {
            let files: Vec<String> = (0..links.len()).map(|number| format!("s{number}.ccsec.toml")).collect();
            (Just(links), Just(files).prop_shuffle())
        })
    ) {
        let (folder, _) = generated::write(&links);
        assert_same(&folder, &files);
        // The others take part all the same.
        assert_same(&folder, &files[..files.len().div_ceil(2)]);
    }

    #[test]
    fn a_broken_chain_is_reported_the_same(
        files in Just(["hosting", "platform", "shop"].map(|it| format!("{it}/ccsec.toml")).to_vec()).prop_shuffle()
    ) {
        let folder = clean();
        replace(&folder, PLATFORM, "../hosting/", "../shop/");
        replace(&folder, PLATFORM, "9.10/continuous-monitoring", "9.10/early-warnings");
        replace(&folder, SHOP, "recovery_time     = \"8h\"", "recovery_time     = \"1h\"");
        assert_same(&folder, &files);
    }
}
