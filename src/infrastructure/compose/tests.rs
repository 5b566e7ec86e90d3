use serde_json::json;

use super::*;
use crate::infrastructure::tree::json_of;

fn read_at(name: &str, text: &str) -> Unit {
    read_text(&Arc::new(Source::new(name, text)), name)
}

fn service(unit: &Unit, name: &str) -> Resource {
    let address = format!("services.{name}");
    unit.resources.iter().find(|resource| resource.address == address).unwrap().clone()
}

#[test]
fn a_file_gives_its_services_networks_volumes_and_secrets() {
    let text = "name: shop\nservices:\n  # the shop\n  web:\n    image: shop:1.2\n    privileged: yes\n    depends_on: [db]\n    \
                networks:\n      front:\n    volumes: [data:/data]\n    secrets: [{source: key, target: k}]\n  db: {image: pg}\n\
                networks:\n  front: {internal: true}\nvolumes:\n  data:\nsecrets:\n  key:\n    file: ./key\n";
    let unit = read_at("compose.yaml", text);
    let told: Vec<_> =
        unit.resources.iter().map(|r| (r.address.as_str(), r.kind.as_str(), r.header.text())).collect();
    assert_eq!(
        told,
        [
            ("services.web", "compose.service", "web"),
            ("services.db", "compose.service", "{image: pg}"),
            ("networks.front", "compose.network", "{internal: true}"),
            ("volumes.data", "compose.volume", "data"),
            ("secrets.key", "compose.secret", "key"),
        ]
    );
    let web = service(&unit, "web");
    assert_eq!(web.values.get("privileged").unwrap().value, Value::Bool(true));
    assert_eq!(web.values.get("image").unwrap().origin.text(), "shop:1.2");
    assert!(web.body.text().starts_with("web:\n    image"), "{}", web.body.text());
    assert!(web.body.text().ends_with("target: k}]"), "{}", web.body.text());
    let references: Vec<_> = web
        .references
        .iter()
        .map(|(key, to)| (key.as_str(), to.iter().cloned().collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        references,
        [
            ("depends_on", vec!["services.db".to_owned()]),
            ("networks", vec!["networks.front".to_owned()]),
            ("secrets", vec!["secrets.key".to_owned()]),
            ("volumes", vec!["volumes.data".to_owned()]),
        ]
    );
    let volume = unit.resources.iter().find(|r| r.kind == "compose.volume").unwrap();
    assert_eq!(json_of(&volume.values), json!({}), "values are always a map");
}

#[test]
fn variables_with_a_default_are_known_and_others_are_not() {
    let unit = read_at(
        "compose.yaml",
        "services:\n  a:\n    image: repo/a:${TAG:-1.0}\n    user: ${USER_ID}\n    privileged: ${PRIV-false}\n    \
         hostname: ${A:-${B:-deep}}!\n    command: echo $$HOME $5\n    tty: ${T:?must be set}\n    read_only: \"x$NAME\"\n",
    );
    let values = json_of(&service(&unit, "a").values);
    assert_eq!(
        values,
        json!({
            "image": "repo/a:1.0", "user": {"(unknown)": "environment variable `USER_ID`"}, "privileged": false,
            "hostname": "deep!", "command": "echo $HOME $5", "tty": {"(unknown)": "environment variable `T`"},
            "read_only": {"(unknown)": "environment variable `NAME`"},
        })
    );
    assert_eq!(service(&unit, "a").values.get("user").unwrap().origin.text(), "${USER_ID}");
}

#[test]
fn ports_and_volumes_have_a_long_form_beside_them() {
    let unit = read_at(
        "compose.yaml",
        "services:\n  a:\n    image: a\n    ports:\n    - 80\n    - \"8080:80\"\n    - 127.0.0.1:53:53/udp\n    - \"[::1]::90\"\n    \
         - 9000-9001:9000-9001\n    - target: 22\n      published: \"2222\"\n    - ${PORT}:1\n    volumes:\n    - /var/run/docker.sock:/s.sock:ro,z\n    \
         - db:/db\n    - /anonymous\n    - 'C:\\x:/x'\n    - {type: tmpfs, target: /t}\n",
    );
    let a = service(&unit, "a");
    assert_eq!(
        json_of(a.values.get("(ports)").unwrap()),
        json!([
            {"target": 80, "protocol": "tcp"},
            {"target": 80, "published": 8080, "protocol": "tcp"},
            {"target": 53, "published": 53, "host_ip": "127.0.0.1", "protocol": "udp"},
            {"target": 90, "host_ip": "::1", "protocol": "tcp"},
            {"target": "9000-9001", "published": "9000-9001", "protocol": "tcp"},
            {"target": 22, "published": 2222},
            {"(unknown)": "environment variable `PORT`"},
        ])
    );
    assert_eq!(
        json_of(a.values.get("(volumes)").unwrap()),
        json!([
            {"type": "bind", "source": "/var/run/docker.sock", "target": "/s.sock", "read_only": true},
            {"type": "volume", "source": "db", "target": "/db"},
            {"type": "volume", "target": "/anonymous"},
            {"type": "bind", "source": "C:\\x", "target": "/x"},
            {"type": "tmpfs", "target": "/t"},
        ])
    );
    let published = a.values.get("(ports)").unwrap().items()[1].get("published").unwrap();
    assert_eq!(published.origin.text(), "\"8080:80\"");
}

#[test]
fn a_service_takes_over_what_it_extends() {
    let unit = read_at(
        "compose.yaml",
        "x-base: &base {restart: always}\nservices:\n  base:\n    <<: *base\n    image: a\n    cap_add: [NET_ADMIN]\n    \
         environment: [A=1, B=2]\n    command: [x]\n    ports: ['1:1']\n    dns: [a]\n  web:\n    extends: {service: base}\n    \
         cap_add: [SYS_ADMIN]\n    environment: {B: 3}\n    command: [y]\n    ports: !override ['2:2']\n    dns: !reset []\n  \
         loop: {extends: loop}\n  far: {extends: {file: far.yml, service: x}}\n  gone: {extends: nobody}\n",
    );
    let web = service(&unit, "web");
    let mut values = json_of(&web.values);
    values.as_object_mut().unwrap().remove("(ports)");
    assert_eq!(
        values,
        json!({
            "extends": {"service": "base"}, "restart": "always", "image": "a", "cap_add": ["NET_ADMIN", "SYS_ADMIN"],
            "environment": {"A": "1", "B": 3}, "command": ["y"], "ports": ["2:2"],
        })
    );
    assert_eq!(web.uncertain, None);
    assert_eq!(
        web.values
            .get("image")
            .unwrap()
            .origin
            .source
            .position(web.values.get("image").unwrap().origin.span.start)
            .line,
        5,
        "what is taken over is shown where it stands"
    );
    let uncertain = |name| service(&unit, name).uncertain;
    assert_eq!(uncertain("loop").unwrap(), "extends `loop`, which leads back to it");
    assert_eq!(uncertain("far").unwrap(), "extends a service of far.yml, which is not read along with it");
    assert_eq!(uncertain("gone").unwrap(), "extends `nobody`, which is not in this file");
}

#[test]
fn a_compose_file_is_known_by_its_name_or_its_services() {
    let is = |name: &str, text: &str| {
        let tree = yaml::read(&Arc::new(Source::new(name, text)), &long_form);
        is_compose(name, &tree.documents[0].root)
    };
    assert!(is("deploy/docker-compose.prod.yml", "services: {web: {}}"));
    assert!(is("compose.yaml", "volumes: {}"));
    assert!(is("stack.yml", "services: {web: {image: x}, db: {build: .}}"));
    assert!(!is("values.yml", "services: {web: {enabled: true}}"));
    assert!(!is("composed.yaml", "a: 1"));
    assert!(!is("x.yaml", "services: {}"));
    assert!(!is("docker-compose.yml", "kind: x"));
}

#[test]
fn what_is_broken_is_told_and_the_rest_is_read() {
    let unit = read_at("compose.yaml", "services: [a]\nnetworks: {n: {}}\ninclude: [other.yml]\n");
    assert_eq!(unit.broken[0].message, "`services` is not a map");
    assert_eq!(unit.broken[0].origin.text(), "[a]");
    assert_eq!(unit.resources[0].address, "networks.n");
    assert_eq!(
        (unit.unevaluated[0].what.as_str(), unit.unevaluated[0].origin.text()),
        ("other.yml", "other.yml")
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_value_breaks_it(values in proptest::collection::vec("[$\\{\\}:a/0-9é\\[\\]\\\\-]{0,12}", 1..6)) {
        let text = serde_json::to_string(&json!({"services": {
            "a": {"image": values[0], "ports": values, "volumes": values, "extends": values[0], "environment": values},
        }})).unwrap();
        let unit = read_at("compose.yaml", &text);
        proptest::prop_assert!(unit.broken.is_empty());
    }
}
