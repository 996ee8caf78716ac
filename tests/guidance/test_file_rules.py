"""Rules that read files beside the template: their examples, their lines, and what keeps them inside the workspace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guidance import check_template, engine, fix_template, registry
from guidance.file_finding import file_of
from guidance.model import Finding, Report, Severity
from guidance.samconfig import options
from guidance.template import parse

RULES = list(registry.file_rules().values())
_FENCE = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MACHINE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: {name}
"""
TOPIC = 'Resources: {Topic: {Type: "AWS::SNS::Topic"}}\n'


def examples(rule_id: str, heading: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", registry.explain(rule_id), flags=re.MULTILINE)
    return dict(_FENCE.findall(dict(zip(parts[1::2], parts[2::2], strict=True))[heading]))


def check(folder: Path, files: dict[str, str], **how: object) -> Report:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    path = folder / "template.yaml"
    return check_template(path.read_bytes(), path, schema=False, sam=False, **how)  # type: ignore[arg-type]


def found(report: Report, rule_id: str) -> list[tuple[str | None, int]]:
    return [(file_of(each), each.line) for each in report.findings if each.rule_id == rule_id]


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_what_to_avoid_is_found_and_what_to_prefer_is_not(tmp_path: Path, rule: str) -> None:
    assert found(check(tmp_path / "avoid", examples(rule, "Avoid")), rule)
    assert not found(check(tmp_path / "prefer", examples(rule, "Prefer")), rule)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_page_is_whole(rule: object) -> None:
    page = registry.explain(rule.id)  # type: ignore[attr-defined]

    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == ["Why", "Avoid", "Prefer", "Limits", "Sources"]
    assert page.startswith(f"# {rule.title}\n")  # type: ignore[attr-defined]
    assert all(f"]({source.url}), cited {source.cited}" in page for source in rule.sources)  # type: ignore[attr-defined]


def test_ids_are_told_apart_from_those_of_other_rules() -> None:
    assert len(registry.rules()) == len(
        {name.lower() for rule in registry.rules().values() for name in (rule.id, *rule.aliases)} & {*registry.rules()}
    )


def test_a_syntax_error_points_into_the_file(tmp_path: Path) -> None:
    report = check(
        tmp_path,
        {"template.yaml": MACHINE.format(name="flow.asl.json"), "flow.asl.json": '{\n  "States": {\n    "A": ]\n}\n'},
    )

    assert found(report, "files-unreadable-file") == [("flow.asl.json", 3)]
    (finding,) = (each for each in report.findings if each.rule_id == "files-unreadable-file")
    assert [each.line for each in finding.related] == [6]


def test_a_finding_about_a_definition_points_into_its_file_and_has_no_fix_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from collections.abc import Iterator

    from guidance.model import Found
    from guidance.template import StateMachine, Template, edits
    from guidance.template.workflows import workflows

    def each_next(template: Template) -> Iterator[Found]:
        for machine in template.of(StateMachine):
            for workflow in workflows(machine):
                for state in workflow.states():
                    for target in state.targets():
                        yield Found(target, "x", [machine], fix=edits.replace(target, "B", "x"))
                    yield Found(state.at.get("Retry"), "absent")

    monkeypatch.setattr(registry, "check_of", lambda _: each_next)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "flow.asl.yaml").write_text("StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: C\n")
    path = tmp_path / "template.yaml"
    template = parse(MACHINE.format(name="sub/flow.asl.yaml"), path)
    next_, absent = engine.run(next(iter(registry.rules().values())), template)

    assert (file_of(next_), next_.line, next_.column, next_.path) == ("sub/flow.asl.yaml", 5, 11, "/States/A/Next")
    assert (next_.resource, next_.fix, next_.related[0].line) == ("Orders", None, 3)
    assert (file_of(absent), absent.line, absent.path) == ("sub/flow.asl.yaml", 3, "/States/A/Retry")


@pytest.mark.parametrize("name", ["../secret.json", "link.json", "/etc/hostname", "folder"])
def test_nothing_outside_the_workspace_is_read(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "folder").mkdir()
    (tmp_path / "secret.json").write_text("[: secret")
    (inside / "link.json").symlink_to(tmp_path / "secret.json")
    report = check(inside, {"template.yaml": MACHINE.format(name=name)})

    (finding,) = (each for each in report.findings if each.rule_id == "files-missing-file")
    assert finding.severity == (Severity.WARNING if name == "folder" else Severity.INFO)
    assert not found(report, "files-unreadable-file")
    assert "[: secret" not in str(report)


def test_the_workspace_may_be_wider_than_the_templates_folder(tmp_path: Path) -> None:
    (tmp_path / "flow.json").write_text('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}')
    template = {"template.yaml": MACHINE.format(name="../flow.json")}

    assert found(check(tmp_path / "app", template), "files-missing-file")
    assert not found(check(tmp_path / "app", template, root=tmp_path), "files-missing-file")


@pytest.mark.parametrize(
    "name", ["s3://bucket/flow.json", "https://example.com/a.yaml", "${Uri}", "!Ref Uri", "{Bucket: b, Key: k}"]
)
def test_what_is_no_local_file_is_not_looked_for(tmp_path: Path, name: str) -> None:
    assert not found(check(tmp_path, {"template.yaml": MACHINE.format(name=name)}), "files-missing-file")


def test_without_a_path_nothing_is_looked_for() -> None:
    report = check_template(MACHINE.format(name="flow.json"), schema=False, sam=False)

    assert not found(report, "files-missing-file")


@pytest.mark.parametrize(
    ("resource", "files"),
    [
        ("{Type: 'AWS::Serverless::Application', Properties: {Location: nested.yaml}}", {}),
        ("{Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: nested.yaml}}", {}),
        ("{Type: 'AWS::Serverless::GraphQLApi', Properties: {SchemaUri: schema.graphql}}", {}),
        (
            "{Type: 'AWS::Serverless::HttpApi', Properties: {DefinitionBody: {'Fn::Transform': {Name: 'AWS::Include', Parameters: {Location: api.yaml}}}}}",
            {},
        ),
    ],
)
def test_a_missing_nested_file_is_found(tmp_path: Path, resource: str, files: dict[str, str]) -> None:
    text = f"Transform: AWS::Serverless-2016-10-31\nResources:\n  Nested: {resource}\n"

    assert found(check(tmp_path, {"template.yaml": text, **files}), "files-missing-file") == [(None, 3)]


@pytest.mark.parametrize(
    ("config", "rule", "line"),
    [
        ("version = 0.1\n[default.deploy.parameters]\nstack_name = \n", "files-unreadable-file", 3),
        ("[default.deply.parameters]\nstack_name = 'a'\n", "samconfig-unknown-key", 1),
        ("[default.deploy]\nparameter = {}\n", "samconfig-unknown-key", 2),
        ("[default.deploy.parameters]\nstack_name = 'a'\nstack-nam = 1\n", "samconfig-unknown-key", 3),
        ("[default.global.parameters]\nstack_name = '1a'\n", "samconfig-invalid-stack-name", 2),
        (
            "[default.deploy.parameters]\n# why\ncapabilities = ['CAPABILITY_IAMS']\n",
            "samconfig-insufficient-capabilities",
            3,
        ),
    ],
)
def test_samconfig_findings_stand_at_their_lines(tmp_path: Path, config: str, rule: str, line: int) -> None:
    assert found(check(tmp_path, {"template.yaml": TOPIC, "samconfig.toml": config}), rule) == [
        ("samconfig.toml", line)
    ]


def test_a_good_samconfig_is_silent(tmp_path: Path) -> None:
    config = """\
version = 0.1
[default.global.parameters]
stack_name = "orders"
[default.build.parameters]
cached = true
parallel = true
[default.validate.parameters]
lint = true
[default.deploy.parameters]
capabilities = "CAPABILITY_IAM CAPABILITY_AUTO_EXPAND"
confirm_changeset = true
resolve_s3 = true
parameter_overrides = ["Stage=prod"]
[default.sync.parameters]
watch = true
[default.local_start_api.parameters]
warm_containers = "EAGER"
[prod.deploy.parameters]
stack_name = "orders-prod"
"""
    report = check(tmp_path, {"template.yaml": TOPIC, "samconfig.toml": config})

    assert [each.rule_id for each in report.findings if file_of(each)] == []


def test_a_samconfig_of_another_template_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "samconfig.toml").write_text("[default.deply.parameters]\n")
    (tmp_path / "other.yaml").write_text(TOPIC)

    assert not check_template(TOPIC, tmp_path / "other.yaml", rules=["samconfig-unknown-key"]).findings


def test_the_sam_cli_knows_what_we_say_it_knows() -> None:
    known = options().by_command

    assert {"stack_name", "capabilities", "resolve_s3", "template_file", "config_env"} <= known["deploy"]
    assert {"build", "deploy", "sync", "local_invoke", "remote_invoke"} <= set(known)


def test_a_suppression_in_the_template_silences_the_file_of_its_resource(tmp_path: Path) -> None:
    text = MACHINE.format(name="flow.json").replace(
        "    Properties",
        "    Metadata: {serverless-practices: {ignore: [{rule: files-missing-file, reason: built}]}}\n    Properties",
    )
    report = check(tmp_path, {"template.yaml": text})

    assert [each.finding.rule_id for each in report.suppressed if each.reason == "built"] == ["files-missing-file"]


def test_a_comment_on_a_line_silences_no_other_file_at_that_line(tmp_path: Path) -> None:
    text = TOPIC + "# serverless-practices: ignore *\n\n\n"
    report = check(tmp_path, {"template.yaml": text, "samconfig.toml": "\n[default.deply.parameters]\n"})

    assert found(report, "samconfig-unknown-key") == [("samconfig.toml", 2)]


def test_fixing_keeps_to_the_template(tmp_path: Path) -> None:
    files = {"template.yaml": TOPIC, "samconfig.toml": "[default.deply.parameters]\n"}
    check(tmp_path, files)

    fixed = fix_template(TOPIC, tmp_path / "template.yaml", rules=["samconfig-unknown-key"])

    assert fixed.text == TOPIC
    assert (tmp_path / "samconfig.toml").read_text() == files["samconfig.toml"]


def test_findings_in_files_are_findings() -> None:
    from guidance.file_finding import FileFinding

    finding = FileFinding(rule_id="x", severity=Severity.INFO, message="m", line=1, end_line=1, file="a.json")

    assert isinstance(finding, Finding)
    assert file_of(finding) == "a.json"


def test_the_door_stays_a_function_when_rules_are_imported() -> None:
    import guidance

    check_template(TOPIC, schema=False, sam=False)

    assert set(guidance.rules()) == set(registry.rules())


def test_a_template_without_its_project_is_told_once(tmp_path: Path) -> None:
    text = MACHINE.format(name="a.json") + MACHINE.format(name="b.json").split("Resources:\n")[1].replace(
        "Orders", "Refunds"
    )
    assert found(check(tmp_path / "alone", {"template.yaml": text}), "files-missing-file") == [(None, 6)]

    (tmp_path / "b.json").write_text("{}")
    assert found(check(tmp_path, {"template.yaml": text}), "files-missing-file") == [(None, 6)]


def test_a_missing_file_is_an_error_only_where_the_project_is(tmp_path: Path) -> None:
    text = MACHINE.format(name="a.json") + MACHINE.format(name="b.json").split("Resources:\n")[1].replace(
        "Orders", "Refunds"
    )

    def severities(text: str) -> list[Severity]:
        report = check(tmp_path, {"template.yaml": text})
        return [each.severity for each in report.findings if each.rule_id == "files-missing-file"]

    assert severities(text) == [Severity.WARNING]
    assert severities(MACHINE.format(name="a.json")) == [Severity.WARNING]

    (tmp_path / "b.json").write_text("{}")
    assert severities(text) == [Severity.ERROR]
    assert severities(MACHINE.format(name="a.json")) == [Severity.WARNING]
