//! Imports form no circle.
//!
//! The rule: files and folders side by side in a folder use each other in one direction only, directly or through
//! others. A file and the roots of the folders it is in (`tokens/list.rs` and `tokens.rs`) may use each other: a root
//! shares types with its files, and calls them. An item that a root re-exports counts as an item of the file that
//! defines it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Source, assert_none, code, files, module_path};

/// A path, segment by segment; the crate's root is empty.
type Path = Vec<String>;

/// Which neighbour uses which, with the modules involved.
type Uses = BTreeMap<String, BTreeMap<String, BTreeSet<(Path, Path)>>>;

#[test]
fn imports_form_no_circle() {
    assert_none(circles(&files("src", &["rs"])));
}

#[test]
fn a_circle_is_noticed() {
    for sources in [
        &[("src/web/a.rs", "use super::b::B;"), ("src/web/b.rs", "use crate::web::a::A;")][..],
        &[("src/web/a.rs", "use super::b;"), ("src/web/b.rs", "fn f() -> crate::web::a::A {}")],
        &[
            ("src/web/a.rs", "use super::{b::{self, B}, d};"),
            ("src/web/b.rs", "use super::c::C;"),
            ("src/web/c.rs", "use crate::web::{a::A, d::D};"),
            ("src/web/d.rs", ""),
        ],
        // Across folders, although no two files use each other.
        &[
            ("src/web/tokens.rs", "pub mod list;\npub mod look;"),
            ("src/web/tokens/list.rs", "use crate::web::wizard::step;"),
            ("src/web/tokens/look.rs", ""),
            ("src/web/wizard.rs", "pub mod step;"),
            ("src/web/wizard/step.rs", "use crate::web::tokens::look;\nfn f() { look::badge() }"),
        ],
        // Through a root that only re-exports an item.
        &[
            ("src/store/mod.rs", "mod error;\npub use error::Error;"),
            ("src/store/error.rs", "use super::gate::Reason;"),
            ("src/store/gate.rs", "use crate::store::Error;"),
        ],
        &[("src/auth.rs", "use crate::state;"), ("src/state.rs", "use crate::auth;")],
    ] {
        assert_eq!(circles(&owned(sources)).len(), 1, "{sources:?}");
    }
    for sources in [
        &[("src/web/a.rs", "use super::b::B;"), ("src/web/b.rs", "// use super::a::A;")][..],
        &[
            ("src/web/a.rs", "use super::b::B;"),
            ("src/web/b.rs", "#[cfg(test)]\nmod tests { use super::super::a; }"),
        ],
        &[
            ("src/web/tokens.rs", "mod list;\nuse list::Row;\nfn f() { list::rows() }"),
            ("src/web/tokens/list.rs", "use super::Frame;\nuse crate::web::tokens::Acts;"),
        ],
        &[
            ("src/store/mod.rs", "mod error;\npub use error::Error;"),
            ("src/store/error.rs", "use crate::domain::limits;"),
            ("src/store/gate.rs", "use crate::store::Error;"),
            ("src/domain/limits.rs", ""),
        ],
    ] {
        assert_eq!(circles(&owned(sources)), Vec::<String>::new(), "{sources:?}");
    }
}

fn owned(sources: &[(&str, &str)]) -> Vec<Source> {
    sources.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Each circle, with the uses that close it.
fn circles(sources: &[Source]) -> Vec<String> {
    let modules = Modules::of(sources);
    let mut folders: BTreeMap<Path, Uses> = BTreeMap::new();
    for (from, module) in &modules.0 {
        for to in module.named(from, &modules) {
            let shared = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
            if let (Some(user), Some(used)) = (from.get(shared), to.get(shared)) {
                let uses = folders.entry(from[..shared].to_vec()).or_default();
                let between = uses.entry(user.clone()).or_default().entry(used.clone()).or_default();
                between.insert((from.clone(), to));
            }
        }
    }
    folders.iter().flat_map(|(folder, uses)| circles_in(folder, uses)).collect()
}

fn circles_in(folder: &Path, uses: &Uses) -> Vec<String> {
    let mut circles = BTreeSet::new();
    for name in uses.keys() {
        let circle: BTreeSet<_> =
            reach(uses, name).into_iter().filter(|other| reach(uses, other).contains(name)).collect();
        if !circle.is_empty() {
            circles.insert(circle);
        }
    }
    let told = |circle: BTreeSet<String>| {
        let names = circle.iter().cloned().collect::<Vec<_>>().join(", ");
        let mut lines = vec![format!("src/{}: {names} use each other in a circle:", folder.join("/"))];
        for (user, used) in circle.iter().flat_map(|user| circle.iter().map(move |used| (user, used))) {
            let between = uses.get(user).and_then(|uses| uses.get(used));
            lines.extend(
                between
                    .into_iter()
                    .flatten()
                    .map(|(from, to)| format!("    {} uses {}", from.join("::"), to.join("::"))),
            );
        }
        lines.join("\n")
    };
    circles.into_iter().map(told).collect()
}

/// Everything that `name` uses, directly or through others.
fn reach(uses: &Uses, name: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![name];
    while let Some(next) = open.pop() {
        for used in uses.get(next).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(used.clone()) {
                open.push(used);
            }
        }
    }
    reached
}

/// Every module of the crate by its path.
struct Modules(BTreeMap<Path, Module>);

struct Module {
    /// What `use` imports: its local name, its path as written, and whether it is re-exported.
    imports: Vec<(String, Path, bool)>,
    /// The other paths in the code.
    paths: Vec<Path>,
}

impl Modules {
    fn of(sources: &[Source]) -> Self {
        Self(sources.iter().map(|(path, text)| (module_path(path), Module::of(&code(text)))).collect())
    }

    /// The module that defines what `path` names, from the root.
    fn defining(&self, path: &[String]) -> Option<Path> {
        let (place, module) =
            (1..=path.len()).rev().find_map(|depth| Some((&path[..depth], self.0.get(&path[..depth])?)))?;
        let passed_on = path
            .get(place.len())
            .and_then(|name| module.imports.iter().find(|(own, _, public)| *public && own == name));
        match passed_on {
            Some((_, origin, _)) => self.defining(&self.rooted(place, origin)?),
            None => Some(place.to_vec()),
        }
    }

    /// A path in the module at `place`, from the crate's root; `None` for items of other crates.
    fn rooted(&self, place: &[String], path: &[String]) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" | "latchkey" => Some(rest.to_vec()),
            "self" => Some([place, rest].concat()),
            "super" => {
                let up = path.iter().take_while(|segment| *segment == "super").count();
                let place = &place[..place.len().checked_sub(up)?];
                Some([place, &path[up..]].concat())
            }
            _ => {
                let child = [place, std::slice::from_ref(first)].concat();
                self.0.contains_key(&child).then(|| [child.as_slice(), rest].concat())
            }
        }
    }
}

impl Module {
    fn of(code: &str) -> Self {
        let (mut imports, mut rest) = (Vec::new(), String::new());
        let mut statements = code.split_inclusive(['\n', ';', '{', '}']).peekable();
        while let Some(piece) = statements.next() {
            let begin = piece.trim_start();
            let public = begin.starts_with("pub");
            let plain = begin.strip_prefix("pub").map_or(begin, |rest| {
                rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(rest, |(_, rest)| rest)
            });
            let Some(tree) = plain.trim_start().strip_prefix("use ") else {
                rest.push_str(piece);
                continue;
            };
            let mut tree = tree.to_owned();
            while !tree.ends_with(';') {
                let Some(more) = statements.next() else { break };
                tree.push_str(more);
            }
            let tree: String = tree.trim_end_matches(';').split_whitespace().collect::<Vec<_>>().join(" ");
            imports.extend(leaves(&tree).into_iter().map(|(name, path)| (name, path, public)));
        }
        Self { imports, paths: paths(&rest) }
    }

    /// The modules whose items the module at `place` uses.
    fn named(&self, place: &Path, modules: &Modules) -> BTreeSet<Path> {
        let imported = |(_, path, _): &(String, Path, bool)| modules.rooted(place, path);
        let inline = |path: &Path| {
            let import = self.imports.iter().find(|(name, ..)| Some(name) == path.first());
            match import.and_then(imported) {
                Some(from_root) => Some([&from_root, &path[1..]].concat()),
                None => modules.rooted(place, path),
            }
        };
        let all = self.imports.iter().filter_map(imported).chain(self.paths.iter().filter_map(inline));
        all.filter_map(|path| modules.defining(&path)).collect()
    }
}

/// The names and paths of a `use` tree: for `a::{b, c::{self, d as e}}` they are `b`, `c` and `e`.
fn leaves(tree: &str) -> Vec<(String, Path)> {
    let segments = |path: &str| -> Path {
        path.split("::")
            .map(|segment| segment.trim().to_owned())
            .filter(|segment| !segment.is_empty())
            .collect()
    };
    let Some((before, group)) = tree.split_once('{') else {
        let (path, name) = tree.split_once(" as ").unwrap_or((tree, ""));
        let mut path = segments(path);
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let last = path.last().cloned().unwrap_or_default();
        return vec![(if name.is_empty() { last } else { name.trim().to_owned() }, path)];
    };
    let group = group.rsplit_once('}').map_or(group, |(group, _)| group);
    let mut depth = 0;
    let branches = group.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    branches
        .filter(|branch| !branch.trim().is_empty())
        .flat_map(|branch| leaves(&format!("{before}{branch}")))
        .collect()
}

/// All paths with at least two segments.
fn paths(code: &str) -> Vec<Path> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
        .filter(|word| word.contains("::"))
        .map(|word| word.split("::").map(|segment| segment.trim_matches(':').to_owned()).collect::<Path>())
        .map(|path| path.into_iter().take_while(|segment| !segment.is_empty()).collect())
        .collect()
}
