//! Addresses of Terraform: `module.net["a"].aws_subnet.main[0].id`.

/// One part of an address: `main`, and its instance key `[0]`, which may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) name: &'a str,
    pub(super) key: &'a str,
}

/// The parts of an address between its dots, except for dots in instance keys.
pub(super) fn parts(address: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut key, mut open, mut quoted, mut escaped) = (0, None, 0usize, false, false);
    let mut push = |start: usize, key: Option<usize>, end: usize| {
        let key = key.unwrap_or(end);
        parts.push(Part { name: &address[start..key], key: &address[key..end] });
    };
    for (at, byte) in address.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' if open > 0 => quoted = !quoted,
            _ if quoted => {}
            b'[' => {
                open += 1;
                key = key.or(Some(at));
            }
            b']' => open = open.saturating_sub(1),
            b'.' if open == 0 => {
                push(start, key, at);
                (start, key) = (at + 1, None);
            }
            _ => {}
        }
    }
    push(start, key, address.len());
    parts
}

/// An address without its instance keys: as the configuration knows it.
pub(super) fn bare(address: &str) -> String {
    parts(address).iter().map(|part| part.name).collect::<Vec<_>>().join(".")
}

/// The module instances that an address goes through, outermost first: `module.a`, `module.a.module.b[0]`.
pub(super) fn modules(address: &str) -> Vec<&str> {
    let mut end = 0;
    parts(address)
        .chunks_exact(2)
        .take_while(|pair| pair[0].name == "module")
        .map(|pair| {
            let length = pair[0].name.len() + pair[0].key.len() + 1 + pair[1].name.len() + pair[1].key.len();
            let start = if end == 0 { 0 } else { end + 1 };
            end = start + length;
            &address[..end]
        })
        .collect()
}

/// An address within a module, seen from the root.
pub(super) fn within(module: &str, address: &str) -> String {
    if module.is_empty() { address.to_owned() } else { format!("{module}.{address}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_and_brackets_in_keys_part_nothing() {
        let address = r#"module.net["a.b]\"["].aws_subnet.main[0].id"#;
        assert_eq!(bare(address), "module.net.aws_subnet.main.id");
        assert_eq!(parts(address)[1], Part { name: "net", key: r#"["a.b]\"["]"# });
        assert_eq!(parts(address)[3], Part { name: "main", key: "[0]" });
        assert_eq!(modules("module.a.module.b[0].aws_x.y"), ["module.a", "module.a.module.b[0]"]);
        assert!(modules("aws_x.y").is_empty());
    }

    #[test]
    fn no_text_is_too_strange() {
        for text in ["", ".", "[", "]", "a[\"", "a]]].b", "module", "module.", "é[ü].ö", "[\"\\"] {
            let _ = (bare(text), modules(text));
        }
    }
}
