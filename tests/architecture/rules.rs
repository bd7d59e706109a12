//! The rules, each with the sentence that a person reads when it is broken.

use crate::law;
use crate::mentions::{Mention, What, mentions_in};

/// Every rule of the law that one file below `src/` breaks.
pub(crate) fn broken_in(path: &str, text: &str) -> Vec<String> {
    let place = Place::of(path);
    if !place.is_known() {
        return vec![format!(
            "{path}: the law does not know the room `{}`; give it a place in the law (src/lib.rs and tests/architecture/law.rs)",
            place.room
        )];
    }
    match mentions_in(text) {
        Ok(mentions) => mentions
            .iter()
            .filter_map(|mention| {
                let rule = place.rule_broken_by(mention)?;
                Some(format!("{path}:{}: {rule}", mention.line))
            })
            .collect(),
        Err(error) => vec![format!("{path}:{}: this is not Rust: {error}", error.span().start().line)],
    }
}

/// What people write and read line by line; test data may be as long as it likes.
const CODE: &[&str] = &["rs", "ts", "tsx", "css", "html", "sql", "py", "sh"];

/// A file of code that is longer than any such file should be.
pub(crate) fn too_long(path: &str, text: &str, longest: usize) -> Option<String> {
    let is_code =
        path.rsplit_once('.').is_some_and(|(_, ending)| CODE.contains(&ending)) && !is_generated(path);
    let lines = text.lines().count();
    (is_code && lines > longest)
        .then(|| format!("{path}: {lines} lines; split it along a seam, {longest} is the most"))
}

/// Whether a program wrote this file from another one, which is the one to be read.
fn is_generated(path: &str) -> bool {
    path == "web/src/api/schema.d.ts"
}

/// Whether a package manager wrote this file; it names registries by its nature.
pub(crate) fn is_lock_file(path: &str) -> bool {
    path.ends_with("Cargo.lock") || path.ends_with("package-lock.json")
}

/// Names that mean something only on the machine, or beside the checkout, where they were written.
pub(crate) fn foreign_names_in(path: &str, text: &str) -> Vec<String> {
    let names = foreign_names();
    let mut broken = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for name in names.iter().filter(|name| line.contains(name.as_str())) {
            broken.push(format!(
                "{path}:{}: \"{name}\" means nothing to the people who read this; retell what they need",
                index + 1
            ));
        }
    }
    broken
}

/// In pieces, so that this file does not break its own rule.
fn foreign_names() -> Vec<String> {
    [
        ["../", "shared"],
        ["../.", "library"],
        ["/.", "library/"],
        ["/work", "/main"],
        ["/work", "/wt-"],
        ["/root", "/"],
        ["crates", ".io"],
        ["pypi", ".org"],
        ["python", "hosted.org"],
        ["npmjs", ".org"],
        ["deb.", "debian.org"],
    ]
    .map(|pieces| pieces.concat())
    .to_vec()
}

/// Where a file stands.
struct Place {
    room: String,
    /// The module the file is, from the crate's root: `src/db/call.rs` is `db`, `call`.
    module: Vec<String>,
    is_test: bool,
}

impl Place {
    fn of(path: &str) -> Self {
        let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
        let is_test = module.iter().any(|name| name == "tests");
        if module.last().is_some_and(|name| name == "mod") {
            module.pop();
        }
        let room = module.first().cloned().unwrap_or_default();
        Self { room, module, is_test }
    }

    fn is_known(&self) -> bool {
        self.room == "lib" || law::knows(&self.room)
    }

    fn rule_broken_by(&self, mention: &Mention) -> Option<String> {
        let is_test = self.is_test || mention.in_test;
        match &mention.what {
            What::Async if law::is_pure(&self.room) && !is_test => {
                Some(format!("`{}` is a pure room and has no `async`", self.room))
            }
            What::Async => None,
            What::Path(path) => self.rule_broken_by_path(path, &mention.inside, is_test),
        }
    }

    fn rule_broken_by_path(&self, path: &[String], inside: &[String], is_test: bool) -> Option<String> {
        let path = path.strip_prefix(&["self".to_owned()]).unwrap_or(path);
        match path.first()?.as_str() {
            "crate" => self.rule_broken_by_room(path.get(1)?),
            // The library, as the binary sees it.
            "earmark" if self.room == "main" => self.rule_broken_by_room(path.get(1)?),
            "super" => self.rule_broken_by_super(path, inside),
            _ => self.rule_broken_by_crate(path, is_test),
        }
    }

    fn rule_broken_by_room(&self, imported: &str) -> Option<String> {
        let room = &self.room;
        if room == "lib" {
            return Some(format!("src/lib.rs is the map; it does not import `{imported}`"));
        }
        if !law::knows(imported) {
            return Some(format!("`crate::{imported}` is no room; say which room's name is meant"));
        }
        (!law::may_import(room, imported))
            .then(|| format!("`{room}` may not import `{imported}`; the import law is in src/lib.rs"))
    }

    /// `super` may climb inside a room, not out of it.
    fn rule_broken_by_super(&self, path: &[String], inside: &[String]) -> Option<String> {
        let climbs = path.iter().take_while(|segment| *segment == "super").count();
        (climbs >= self.module.len() + inside.len())
            .then(|| format!("`super` climbs out of `{}`; write `crate::` and the room's name", self.room))
    }

    fn rule_broken_by_crate(&self, path: &[String], is_test: bool) -> Option<String> {
        let (room, name) = (&self.room, path.first()?);
        if let Some(only_room) = law::only_room_for(name)
            && only_room != room
        {
            return Some(format!("only `{only_room}` names {name}, and this is `{room}`"));
        }
        (law::is_pure(room) && !is_test && law::reaches_outside(path)).then(|| {
            format!("`{room}` is a pure room; `{}` reaches outside, take it as an argument", path.join("::"))
        })
    }
}
