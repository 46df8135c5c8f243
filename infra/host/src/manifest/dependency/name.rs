//! The name of an import, or of a group of imports.

use std::fmt;

use crate::manifest::is_identifier;

/// What a dependency satisfies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::manifest) enum DependencyName {
    /// `plain-name`: the import of just that name.
    Plain(String),
    /// `ns:package`, `ns:package@version`, `ns:package/interface`, `ns:package/interface@version`.
    Package {
        /// `ns:package`
        package: String,
        /// If none, all interfaces of the package.
        interface: Option<String>,
        /// If none, whatever version is imported.
        version: Option<String>,
    },
}

impl DependencyName {
    pub(super) fn parse(text: &str) -> Option<DependencyName> {
        if !text.contains([':', '/']) {
            return is_identifier(text, '-').then(|| DependencyName::Plain(text.to_owned()));
        }
        let (name, version) = split(text, '@');
        let (package, interface) = split(name, '/');
        let (namespace, short) = package.split_once(':')?;
        let is_valid = is_identifier(namespace, '-')
            && is_identifier(short, '-')
            && interface.is_none_or(|interface| is_identifier(interface, '-'))
            && version.is_none_or(is_version);
        is_valid.then(|| DependencyName::Package {
            package: package.to_owned(),
            interface: interface.map(str::to_owned),
            version: version.map(str::to_owned),
        })
    }

    /// Whether an import, named as in the component, is satisfied by this dependency.
    pub(super) fn matches(&self, import: &str) -> bool {
        match self {
            DependencyName::Plain(name) => name == import,
            DependencyName::Package { package, interface, version } => {
                let (name, its_version) = split(import, '@');
                let (its_package, its_interface) = split(name, '/');
                its_package == package
                    && its_interface.is_some()
                    && (interface.is_none() || interface.as_deref() == its_interface)
                    && (version.is_none() || version.as_deref() == its_version)
            }
        }
    }

    pub(super) fn is_whole_package(&self) -> bool {
        matches!(self, DependencyName::Package { interface: None, .. })
    }

    /// Whether both may satisfy one import: they must differ in interface, or in versions that are not compatible.
    pub(super) fn overlaps(&self, other: &DependencyName) -> bool {
        let parts = |name: &DependencyName| match name {
            DependencyName::Plain(_) => None,
            DependencyName::Package { package, interface, version } => {
                Some((package.clone(), interface.clone(), version.as_deref().map(compatible)))
            }
        };
        let (Some((package, interface, version)), Some((its_package, its_interface, its_version))) =
            (parts(self), parts(other))
        else {
            return false;
        };
        let differ = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
        package == its_package && !differ(&interface, &its_interface) && !differ(&version, &its_version)
    }
}

impl fmt::Display for DependencyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DependencyName::Plain(name) => f.write_str(name),
            DependencyName::Package { package, interface, version } => {
                f.write_str(package)?;
                interface.iter().try_for_each(|interface| write!(f, "/{interface}"))?;
                version.iter().try_for_each(|version| write!(f, "@{version}"))
            }
        }
    }
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn is_version(text: &str) -> bool {
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    core.split('.').count() == 3 && core.split('.').all(is_number)
}

/// What compatible versions have in common: the first number that is not nought, with all before it. A pre-release is
/// compatible with itself only.
fn compatible(version: &str) -> String {
    let version = split(version, '+').0;
    let mut parts = version.splitn(3, '.');
    match (parts.next(), parts.next()) {
        _ if version.contains('-') => version.to_owned(),
        (Some("0"), Some("0")) | (None, _) | (_, None) => version.to_owned(),
        (Some("0"), Some(minor)) => format!("0.{minor}"),
        (Some(major), _) => major.to_owned(),
    }
}
