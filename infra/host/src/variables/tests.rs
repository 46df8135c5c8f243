use super::*;

const SECRET: &str = "hunter2";

fn declared() -> BTreeMap<String, Declaration> {
    let with_default = |default: &str| Declaration { default: Some(Value::new(default)), ..Declaration::default() };
    BTreeMap::from([
        ("host".to_owned(), with_default("db.vn")),
        ("empty".to_owned(), with_default("")),
        ("password".to_owned(), Declaration { secret: true, ..Declaration::default() }),
    ])
}

fn resolve(environment: &[(&str, &str)], dot_env: &str) -> Result<Variables, Error> {
    let environment: BTreeMap<_, _> = environment.iter().copied().collect();
    Variables::resolve(&declared(), |name| environment.get(name).map(|value| value.to_string()), dot_env)
}

fn filled(variables: &Variables, template: &str) -> Result<String, Error> {
    Ok(variables.fill(&Template::parse(template)?)?.expose().to_owned())
}

#[test]
fn the_environment_goes_before_dot_env_and_dot_env_before_the_default() {
    let dot_env = "SPIN_VARIABLE_PASSWORD=hunter2\nSPIN_VARIABLE_HOST='from .env' # why\n";
    for (environment, dot_env, host) in [
        (vec![("SPIN_VARIABLE_PASSWORD", "x")], "", "db.vn"),
        (vec![], dot_env, "from .env"),
        (vec![("SPIN_VARIABLE_HOST", "here")], dot_env, "here"),
        (vec![("SPIN_VARIABLE_HOST", "")], dot_env, ""),
        (vec![("SPIN_VARIABLE_PASSWORD", "x"), ("host", "no"), ("HOST", "no")], "HOST=no", "db.vn"),
    ] {
        assert_eq!(filled(&resolve(&environment, dot_env).unwrap(), "{{ host }}").unwrap(), host);
    }
}

#[test]
fn a_required_variable_without_a_value_is_named_with_what_to_do() {
    let error = resolve(&[], "").unwrap_err();
    assert_eq!(
        error.to_string(),
        "variable 'password' is required and has no value: set SPIN_VARIABLE_PASSWORD or write it into .env"
    );
}

#[test]
fn templates_are_filled_in() {
    let variables = resolve(&[("SPIN_VARIABLE_PASSWORD", SECRET)], "").unwrap();
    for (template, text) in [
        ("", ""),
        ("plain", "plain"),
        ("{{ host }}", "db.vn"),
        ("{{host}}-{{  host}}", "db.vn-db.vn"),
        ("a{{ empty }}b", "ab"),
        ("{ host } }} {", "{ host } }} {"),
        ("postgres://u:{{ password }}@{{ host }}", "postgres://u:hunter2@db.vn"),
    ] {
        assert_eq!(filled(&variables, template).unwrap(), text, "{template}");
    }
}

#[test]
fn a_template_that_cannot_be_filled_is_refused() {
    let variables = resolve(&[("SPIN_VARIABLE_PASSWORD", SECRET)], "").unwrap();
    for (template, error) in [
        ("{{ hots }}", "variable 'hots' is not declared: add it to [variables]"),
        ("{{ }}", "variable '' is not declared: add it to [variables]"),
        ("{{ host }} {{ host", "a template has '{{' without '}}': close it"),
    ] {
        assert_eq!(filled(&variables, template).unwrap_err().to_string(), error);
    }
}

#[test]
fn a_component_sees_its_own_names_only() {
    let variables = resolve(&[("SPIN_VARIABLE_PASSWORD", SECRET)], "").unwrap();
    let templates = BTreeMap::from([("dsn".to_owned(), Template::parse("u:{{ password }}").unwrap())]);
    let seen = variables.of_component(&templates).unwrap();
    assert_eq!(seen, BTreeMap::from([("dsn".to_owned(), Value::new("u:hunter2"))]));
}

#[test]
fn no_value_is_ever_shown() {
    let variables = resolve(&[("SPIN_VARIABLE_PASSWORD", SECRET)], "").unwrap();
    let seen = variables.fill(&Template::parse("{{ password }}").unwrap()).unwrap();
    let declaration = Declaration { default: Some(Value::new(SECRET)), ..Declaration::default() };
    for shown in [format!("{variables:?}"), format!("{seen:?}"), format!("{declaration:?}")] {
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

#[test]
fn a_bad_line_of_dot_env_is_told_by_number_only() {
    for (dot_env, line) in [("A=b\n\n0 hunter2", 3), ("A=b\nSPIN_VARIABLE_PASSWORD=hunter2 x\n", 2), ("A='hunter2", 1)]
    {
        let error = resolve(&[], dot_env).unwrap_err();
        assert_eq!(error, Error::DotEnv { line }, "{dot_env}");
        assert!(!format!("{error} {error:?}").contains(SECRET));
    }
}
