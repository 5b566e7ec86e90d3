use serde_json::json;

use super::*;
use crate::document::Segment;
use crate::infrastructure::tree::json_of;

fn read_at(name: &str, text: &str) -> Unit {
    read_text(&Arc::new(Source::new(name, text)), name)
}

fn addresses(unit: &Unit) -> Vec<&str> {
    unit.resources.iter().map(|resource| resource.address.as_str()).collect()
}

const DEPLOYMENT: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web # the name\n  namespace: shop\n\
spec:\n  replicas: 2\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      serviceAccountName: robot\n      \
containers:\n      - name: web\n        image: \"shop/web:1\"\n        securityContext:\n          privileged: true\n        \
envFrom:\n        - secretRef: {name: keys}\n";

#[test]
fn every_object_is_a_resource_with_its_own_bytes() {
    let text = format!(
        "# ccsec: here\n---\n{DEPLOYMENT}---\n# empty\n---\napiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  \
         metadata: {{generateName: job-}}\n- apiVersion: v1\n  kind: RoleList\n  items:\n  - metadata: {{name: reader}}\n---\n- not\n"
    );
    let unit = read_at("k8s/all.yaml", &text);
    assert_eq!(addresses(&unit), ["Deployment/shop/web", "Pod/job-", "Role/reader"]);
    let web = &unit.resources[0];
    assert_eq!((web.kind.as_str(), web.name.as_str(), web.header.text()), ("Deployment", "web", "web"));
    assert!(web.body.text().starts_with("# ccsec: here\n---\n"), "comments before it belong to it");
    assert_eq!(
        unit.resources[1].body.text(),
        "apiVersion: v1\n  kind: Pod\n  metadata: {generateName: job-}"
    );
    assert_eq!(unit.resources[2].body.text(), "metadata: {name: reader}");
    assert!(unit.broken.is_empty() && unit.unevaluated.is_empty());
}

#[test]
fn a_workload_has_its_pod_beside_it_with_the_same_bytes() {
    let unit = read_at("a.yaml", DEPLOYMENT);
    let web = &unit.resources[0];
    let path: Vec<Segment> =
        vec!["(pod)".into(), "containers".into(), 0.into(), "securityContext".into(), "privileged".into()];
    assert_eq!(web.values.nearest(&path).origin.text(), "true");
    let absent: Vec<Segment> = vec!["(pod)".into(), "containers".into(), 0.into(), "resources".into()];
    assert_eq!(web.values.nearest(&absent).origin.text(), "name: web");
    assert_eq!(web.values.nearest(&["(pod)".into(), "hostPID".into()]).origin.text(), "spec");
    assert_eq!(json_of(web.values.get("(podMetadata)").unwrap()), json!({"labels": {"app": "web"}}));
    let of_pod: Vec<_> = web.references["(pod)"].iter().map(String::as_str).collect();
    assert_eq!(of_pod, ["Secret/shop/keys", "ServiceAccount/shop/robot"]);
}

#[test]
fn what_a_manifest_names_is_an_address() {
    let unit = read_at(
        "a.yaml",
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: a, namespace: n}\nroleRef: {kind: ClusterRole, name: admin}\n\
         subjects: [{kind: ServiceAccount, name: robot, namespace: other}, {kind: Group, name: all}]\n---\napiVersion: autoscaling/v2\n\
         kind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {scaleTargetRef: {kind: Deployment, name: web}}\n---\napiVersion: v1\nkind: Pod\n\
         metadata: {name: p}\nspec:\n  volumes: [{secret: {secretName: s}}, {configMap: {name: c}}, {persistentVolumeClaim: {claimName: v}}]\n",
    );
    let named = |resource: usize, key: &str| {
        unit.resources[resource].references[key].iter().cloned().collect::<Vec<_>>()
    };
    assert_eq!(named(0, "roleRef"), ["ClusterRole/admin"]);
    assert_eq!(named(0, "subjects"), ["Group/all", "ServiceAccount/other/robot"]);
    assert_eq!(named(1, "spec"), ["Deployment/web"]);
    assert_eq!(named(2, "(pod)"), ["ConfigMap/c", "PersistentVolumeClaim/v", "Secret/s"]);
}

#[test]
fn each_kind_keeps_its_pod_elsewhere() {
    let pod = |kind: &str, spec: &str| {
        let text = format!("apiVersion: x\nkind: {kind}\nmetadata: {{name: a}}\nspec: {spec}\n");
        read_at("a.yaml", &text).resources[0].values.get("(pod)").map(json_of)
    };
    let known = Some(json!({"hostPID": true}));
    assert_eq!(pod("Pod", "{hostPID: true}"), known);
    for kind in
        ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "Rollout"]
    {
        assert_eq!(pod(kind, "{template: {spec: {hostPID: true}}}"), known, "{kind}");
    }
    assert_eq!(pod("CronJob", "{jobTemplate: {spec: {template: {spec: {hostPID: true}}}}}"), known);
    assert_eq!(pod("Rollout", "{workloadRef: {name: web}}"), None);
    assert_eq!(pod("Service", "{template: {spec: {hostPID: true}}}"), None);
    let filled = Some(json!({"(unknown)": "is filled in by a template"}));
    assert_eq!(pod("Deployment", "{{ toYaml .Values.spec }}"), filled);
    assert_eq!(pod("Deployment", "{template: {{ .Values.template }}}"), filled);
}

#[test]
fn what_a_template_fills_in_is_unknown() {
    let unit = read_at(
        "a.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .name }}\nspec:\n  hostPID: {{ .Values.pid }}\n  hostname: \"a-{{ .x }}\"\n  \
         priority: ${PRIORITY}\n  containers:\n  - image: repo/a:${TAG}\n    command: [sh, -c, 'echo ${HOME}', $(ARG)]\n    name: $5\n",
    );
    let filled = json!({"(unknown)": "is filled in by a template"});
    let pod = &unit.resources[0];
    assert_eq!(pod.address, "Pod/{{ .name }}");
    assert_eq!(
        json_of(pod.values.get("spec").unwrap()),
        json!({
            "hostPID": filled, "hostname": filled, "priority": filled,
            "containers": [{"image": filled, "command": ["sh", "-c", "echo ${HOME}", filled], "name": "$5"}],
        })
    );
    assert_eq!(pod.values.get("spec").unwrap().get("hostPID").unwrap().origin.text(), "{{ .Values.pid }}");
}

#[test]
fn a_template_that_does_not_parse_is_not_broken_but_unread() {
    let unit =
        read_at("a.yaml", "{{- if .x }}\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n{{- end }}\n");
    assert!(unit.resources.is_empty() && unit.broken.is_empty());
    assert_eq!(unit.unevaluated[0].because, "is a template; render it first");
    assert_eq!(unit.unevaluated[0].origin.text(), "{{- if .x }}");
    let broken = read_at(
        "a.yaml",
        "apiVersion: v1\nkind: [Pod\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\n",
    );
    assert_eq!(addresses(&broken), ["Pod/b"]);
    assert_eq!(broken.broken.len(), 1);
}

#[test]
fn a_manifest_is_told_from_other_files() {
    let is = |text: &str| {
        let tree = yaml::read(&Arc::new(Source::new("a.yaml", text)), &long_form);
        is_manifest(&tree.documents[0].root)
    };
    assert!(is("{apiVersion: v1, kind: Pod, metadata: {name: a}}"));
    assert!(is("{apiVersion: v1, kind: List, items: []}"));
    for other in [
        "{apiVersion: v2, name: chart}",
        "{apiVersion: v1, kind: Config, clusters: []}",
        "{apiVersion: skaffold/v4beta1, kind: Config, metadata: {name: a}}",
        "{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, metadata: {name: a}}",
        "{kind: Pod, metadata: {}}",
        "[1]",
        "text",
    ] {
        assert!(!is(other), "{other}");
    }
    assert!(looks_like_manifest("# x\napiVersion: v1\nkind: [Pod\n"));
    assert!(looks_like_manifest("{\"apiVersion\": \"v1\",\n \"kind\": "));
    assert!(!looks_like_manifest("kind: x\n"));
    assert!(!looks_like_manifest("run: |\n  apiVersion: v1\n  kind: Pod\n"), "a script that writes one");
}

fn sources(files: &[(&str, &str)]) -> Vec<Arc<Source>> {
    files.iter().map(|(path, text)| Arc::new(Source::new(*path, *text))).collect()
}

/// The resources of all files that are read, as the survey leaves them.
fn surveyed(files: &[Arc<Source>], survey: &Survey) -> Vec<Resource> {
    let read = files.iter().filter(|source| survey.reads(source.name()));
    let units = read.map(|source| {
        let mut unit = read_text(source, source.name());
        survey.apply(&mut unit);
        unit.resources
    });
    units.flatten().collect()
}

#[test]
fn a_chart_is_named_and_its_templates_are_not_read() {
    let files = sources(&[
        ("chart/Chart.yaml", "apiVersion: v2\nname: shop\n"),
        ("chart/charts/db/Chart.yaml", "name: db\n"),
        ("chart/charts/db/templates/a.yaml", "{{ x }}"),
        ("chart/templates/a.yaml", "{{ x }}"),
        ("chart/values.yaml", "a: 1\n"),
        ("chart-other/a.yaml", "a: 1\n"),
        ("templates/a.yaml", "a: 1\n"),
    ]);
    let survey = survey(&files);
    let told: Vec<_> =
        survey.unevaluated.iter().map(|u| (u.what.as_str(), u.because.as_str(), u.origin.text())).collect();
    assert_eq!(told, [("chart/Chart.yaml", "is a Helm chart; render it with helm template", "shop")]);
    let read: Vec<_> = files.iter().map(|file| file.name()).filter(|path| survey.reads(path)).collect();
    assert_eq!(read, ["chart/values.yaml", "chart-other/a.yaml", "templates/a.yaml"]);
}

const POD: &str =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{image: 'reg:5000/a/web:1'}]}\n";
const OTHER: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: other}\nspec: {replicas: 1}\n";

#[test]
fn a_kustomization_opens_what_it_changes_in_what_it_takes_in() {
    let prod = "resources: [../../base, ../../parts]\npatches:\n- path: web.yaml\nimages:\n- name: reg:5000/a/web\n  newTag: v2\n\
                replicas: [{name: other, count: 3}]\ngenerators: [gen]\ncomponents: [../../parts/tls]\n";
    let files = sources(&[
        (
            "base/kustomization.yaml",
            "resources: [web.yaml, other.yaml, ../base, ../../outside]\ncomponents:\n# - none\nimages: []\n",
        ),
        ("base/web.yaml", POD),
        ("base/other.yaml", OTHER),
        ("elsewhere/web.yaml", POD),
        ("overlays/prod/kustomization.yaml", prod),
        (
            "overlays/prod/web.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {hostPID: true}\n",
        ),
        ("overlays/prod/gen/x.yaml", POD),
        (
            "parts/tls/kustomization.yml",
            "kind: Component\nresources: [extra.yaml]\npatches: [{target: {kind: Deploy.*, name: other}, patch: ''}]\n",
        ),
        ("parts/tls/extra.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: tls}\n"),
    ]);
    let survey = survey(&files);
    let unread: Vec<_> = files.iter().map(|file| file.name()).filter(|path| !survey.reads(path)).collect();
    assert_eq!(
        unread,
        [
            "base/kustomization.yaml",
            "overlays/prod/kustomization.yaml",
            "overlays/prod/web.yaml",
            "overlays/prod/gen/x.yaml",
            "parts/tls/kustomization.yml",
        ]
    );
    let told: Vec<_> =
        survey.unevaluated.iter().map(|u| (u.what.as_str(), u.because.as_str(), u.origin.text())).collect();
    assert_eq!(
        told,
        [
            (
                "overlays/prod/kustomization.yaml",
                "is not rendered; give what `kubectl kustomize overlays/prod` writes instead",
                "patches"
            ),
            (
                "parts/tls/kustomization.yml",
                "is a component; give what `kubectl kustomize` writes for what takes it in",
                "[{target: {kind: Deploy.*, name: other}, patch: ''}]"
            ),
        ]
    );
    let resources = surveyed(&files, &survey);
    let told: Vec<_> = resources.iter().map(|r| (r.header.source.name(), r.uncertain.as_deref())).collect();
    assert_eq!(
        told,
        [
            ("base/web.yaml", Some("is patched by overlays/prod/kustomization.yaml, which is not rendered")),
            ("base/other.yaml", Some("is patched by parts/tls/kustomization.yml, which is not rendered")),
            ("elsewhere/web.yaml", None),
            ("parts/tls/extra.yaml", Some("belongs to the component parts/tls, which may be left out")),
        ]
    );
    let set = json!({"(unknown)": "is set by overlays/prod/kustomization.yaml, which is not rendered"});
    let at = |resource: usize, path: &[Segment]| json_of(resources[resource].values.nearest(path));
    assert_eq!(at(0, &["(pod)".into(), "containers".into(), 0.into(), "image".into()]), set);
    assert_eq!(at(0, &["spec".into(), "containers".into(), 0.into(), "image".into()]), set);
    assert_eq!(at(1, &["spec".into(), "replicas".into()]), set);
    assert_eq!(
        at(2, &["(pod)".into(), "containers".into(), 0.into(), "image".into()]),
        json!("reg:5000/a/web:1")
    );
}

#[test]
fn a_patch_may_stand_in_the_kustomization_and_name_what_has_a_prefix() {
    let files = sources(&[
        (
            "kustomization.yaml",
            "namePrefix: my-\nresources: [web.yaml, other.yaml]\npatchesStrategicMerge:\n- |-\n  kind: Pod\n  metadata: {name: my-web}\n",
        ),
        ("web.yaml", POD),
        ("other.yaml", OTHER),
    ]);
    let resources = surveyed(&files, &survey(&files));
    let told: Vec<_> = resources.iter().map(|r| (r.name.as_str(), r.uncertain.is_some())).collect();
    assert_eq!(told, [("web", true), ("other", false)]);
}

#[test]
fn a_broken_kustomization_is_told_and_flux_has_its_own() {
    let files = sources(&[
        ("a/kustomization.yaml", "resources: [x\n"),
        (
            "b/kustomization.yaml",
            "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: b}\n",
        ),
    ]);
    let survey = survey(&files);
    assert_eq!(survey.broken.len(), 1);
    assert_eq!(surveyed(&files, &survey).len(), 1);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_breaks_it(parts in proptest::collection::vec(proptest::sample::select(vec![
        "apiVersion: v1\n", "kind: Pod\n", "kind: List\n", "metadata:\n", "  name: ", "é\n", "${X}\n", "{{ x }}\n", "{{ é",
        "spec:\n", "  containers:\n", "  - image: $(A)\n", "items:\n", "- kind: Job\n", "---\n", "$", "patches:\n", "- path: ../a\n",
        "resources: [., .., a, ../..]\n", "components: ['']\n", "\n",
    ]), 0..30)) {
        let text = parts.concat();
        let files = sources(&[("a/kustomization.yaml", &text), ("a/a", &text), ("kustomization.yaml", &text)]);
        surveyed(&files, &survey(&files));
        read_at("a.yaml", &text);
    }
}
