//! Which trigger answers a path: Spin's route syntax and precedence, as a pure function.
//!
//! A route is matched against the path as it was sent; nothing is decoded and no method is looked at. Slashes at either
//! end of route and path do not count. Of all routes that match, the one that is more specific earlier wins: text before
//! `:segment` before a trailing `/...`, from left to right.

mod headers;
mod pattern;
#[cfg(test)]
mod tests;

pub use headers::{Origin, headers, is_spin_header};
pub use pattern::{Error, Pattern};

/// What the host itself answers below this, no component ever sees.
pub const WELL_KNOWN: &str = "/.well-known/spin/";

/// A path below [`WELL_KNOWN`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WellKnown {
    /// `health`: 200, text `OK`.
    Health,
    /// `info`: name and version of the application, JSON.
    Info,
    /// Anything else: 404, even if a catch-all route would match.
    Unknown,
}

/// Says whether the host answers this path itself. To be asked before [`Routes::find`].
pub fn well_known(path: &str) -> Option<WellKnown> {
    Some(match path.strip_prefix(WELL_KNOWN)? {
        "health" => WellKnown::Health,
        "info" => WellKnown::Info,
        _ => WellKnown::Unknown,
    })
}

/// The public routes of an application, most specific first.
#[derive(Clone, Debug)]
pub struct Routes {
    entries: Vec<Entry>,
    replaced: Vec<Replaced>,
    chained: Pattern,
}

#[derive(Clone, Debug)]
struct Entry {
    trigger: usize,
    pattern: Pattern,
}

/// A route that can never be reached, because a later trigger has the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The route as written.
    pub route: String,
    /// The trigger that lost it.
    pub earlier: usize,
    /// The trigger that has it now.
    pub later: usize,
}

impl Routes {
    /// Orders the routes. Each comes with the index of its trigger, which [`Match::trigger`] gives back.
    pub fn new(patterns: impl IntoIterator<Item = (usize, Pattern)>) -> Routes {
        let mut entries: Vec<Entry> = Vec::new();
        let mut replaced = Vec::new();
        for (trigger, pattern) in patterns {
            match entries.iter_mut().find(|entry| entry.pattern.raw() == pattern.raw()) {
                Some(entry) => {
                    let route = pattern.raw().to_owned();
                    replaced.push(Replaced { route, earlier: entry.trigger, later: trigger });
                    entry.trigger = trigger;
                }
                None => entries.push(Entry { trigger, pattern }),
            }
        }
        // The sort is stable: of two routes that differ in the names of their segments only, the first one wins.
        entries.sort_by(|a, b| a.pattern.ranks().cmp(b.pattern.ranks()));
        Routes { entries, replaced, chained: Pattern::everything() }
    }

    /// The trigger for a path (without its query), and what the route says about it. Allocates nothing.
    pub fn find<'a>(&'a self, path: &'a str) -> Option<Match<'a>> {
        if !path.starts_with('/') {
            return None;
        }
        let entry = self.entries.iter().find(|entry| entry.pattern.matches(path))?;
        Some(Match { pattern: &entry.pattern, path, trigger: Some(entry.trigger) })
    }

    /// The match that service chaining makes up: it names its component itself and hands over the whole path.
    pub fn chained<'a>(&'a self, path: &'a str) -> Match<'a> {
        Match { pattern: &self.chained, path, trigger: None }
    }

    /// Routes that a later trigger took over, for a warning at start.
    pub fn replaced(&self) -> &[Replaced] {
        &self.replaced
    }

    /// The reachable routes as written, with the index of their trigger, most specific first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.entries.iter().map(|entry| (entry.pattern.raw(), entry.trigger))
    }
}

/// A path that found its route.
#[derive(Clone, Copy, Debug)]
pub struct Match<'a> {
    pattern: &'a Pattern,
    path: &'a str,
    trigger: Option<usize>,
}

impl<'a> Match<'a> {
    /// The index that the route was given to [`Routes::new`] with; none for a chained request.
    pub fn trigger(&self) -> Option<usize> {
        self.trigger
    }

    /// The route as written in the manifest: the label of this request in metrics and logs.
    pub fn route(&self) -> &'a str {
        self.pattern.raw()
    }

    /// What a trailing `/...` stands for, with its slash in front: a part of the path, empty if there is none.
    pub fn path_info(&self) -> &'a str {
        match self.trigger {
            Some(_) => self.pattern.rest_of(self.path),
            None => self.path,
        }
    }

    /// What each `:segment` stands for, with the header that carries it, in the order of the route.
    pub fn segments(&self) -> Vec<(&'a str, &'a str)> {
        self.pattern.captures(self.path)
    }
}
