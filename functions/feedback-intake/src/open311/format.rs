//! The two formats of GeoReport v2, which a client asks for by the ending of the path.

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Which every server must have; FixMyStreet asks for nothing else.
    Xml,
    /// Which most libraries ask for.
    Json,
}

impl Format {
    /// What stands before the ending of a path's last segment, and the format that the ending asks for; `None` for any
    /// other ending.
    ///
    /// A name may have points itself: `requests/H01.2026.xml` is the request `H01.2026`.
    pub fn of(segment: &str) -> Option<(&str, Format)> {
        let (name, ending) = segment.rsplit_once('.')?;
        let format = match ending {
            "xml" => Format::Xml,
            "json" => Format::Json,
            _ => return None,
        };
        (!name.is_empty()).then_some((name, format))
    }

    /// The value of `Content-Type`, with the character set that the specification wants there.
    pub fn content_type(self) -> &'static str {
        match self {
            Format::Xml => "text/xml; charset=utf-8",
            Format::Json => "application/json; charset=utf-8",
        }
    }

    /// Its name in a discovery document.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Xml => "text/xml",
            Format::Json => "application/json",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_the_last_segment_is_the_format() {
        assert_eq!(Format::of("services.json"), Some(("services", Format::Json)));
        assert_eq!(Format::of("requests.xml"), Some(("requests", Format::Xml)));
        assert_eq!(Format::of("H01.2026-7.xml"), Some(("H01.2026-7", Format::Xml)));
    }

    #[test]
    fn what_names_nothing_or_ends_otherwise_is_no_format() {
        for segment in ["", "services", ".json", "services.", "services.yaml", "services.XML", "services.json "] {
            assert_eq!(Format::of(segment), None, "{segment:?}");
        }
    }
}
