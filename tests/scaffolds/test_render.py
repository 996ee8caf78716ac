"""Rendering: deterministic, complete, and nothing that a user types becomes code."""

from __future__ import annotations

import ast
import itertools
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance import practices
from scaffolds import get_scaffold, render_project, scaffold_names
from scaffolds.model import Project
from scaffolds.render import CATALOG, SHARED, conditions, to_comment, to_json, to_markdown, to_python, to_yaml
from tests.samples import MATRIX, NASTY, answers, cell_id
from tests.workflows import WORKFLOWS

CELLS = pytest.mark.parametrize("cell", MATRIX, ids=cell_id)


class Loader(yaml.CSafeLoader):
    """YAML with CloudFormation's short forms, kept as {tag: value}."""


Loader.add_multi_constructor(
    "!",
    lambda loader, suffix, node: {
        suffix: loader.construct_yaml_str(node) if isinstance(node, yaml.ScalarNode) else str(node)
    },
)


def parsed(path: str, content: str) -> Any:
    """What a file means, for the formats that Python can read."""
    if path.endswith((".yaml", ".yml")):
        return yaml.load(content, Loader)
    if path.endswith(".json"):
        return json.loads(content)
    if path.endswith(".toml"):
        return tomllib.loads(content)
    if path.endswith(".py"):
        return ast.parse(content)
    return content


@CELLS
def test_every_file_parses_and_keeps_no_trace_of_its_source(cell: dict[str, str]) -> None:
    is_whole(render_project("crud_api", answers(**cell)), hostile=cell["resource"] == "hostile")


@pytest.mark.parametrize("language", ["python", "typescript"])
@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_file_of_a_durable_function_parses_and_keeps_no_trace_of_its_source(name: str, language: str) -> None:
    is_whole(durable(name, language), hostile=name == "hostile")


def is_whole(project: Project, *, hostile: bool) -> None:
    assert [file.path for file in project.files] == sorted({file.path for file in project.files})
    for file in project.files:
        parsed(file.path, file.content)
        assert file.content.strip() or file.path.endswith("__init__.py"), f"{file.path} is empty"
        assert file.content == "" or file.content.endswith("\n"), file.path
        assert "\r" not in file.content
        assert not re.search(r"[ \t]+$", file.content, re.MULTILINE), f"{file.path} has trailing blanks"
        if not hostile:
            assert not re.search(r"\[%|%\]|\[#|#\]", file.content), file.path
        assert len(file.purpose) <= 60


@CELLS
def test_nothing_of_other_answers_is_left_in(cell: dict[str, str]) -> None:
    project = render_project("crud_api", answers(**cell))
    template = next(file.content for file in project.files if file.path == "template.yaml")

    assert ("AWS::Cognito::UserPool" in template) is (cell["auth"] == "cognito")
    assert ("JwtIssuer" in template) is (cell["auth"] == "jwt")
    assert ("AWS_IAM" in template) is (cell["auth"] == "iam")
    assert template.count("Type: AWS::Serverless::Function") == (5 if cell["functions"] == "per_operation" else 1)
    assert bool(project.warnings) is (cell["auth"] == "none")
    names = {file.path for file in project.files}
    assert ("tsconfig.json" in names) is (cell["language"] == "typescript")
    assert len(names) <= 45


def test_the_same_answers_give_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from tests.scaffolds.test_render import everything;"
        "print(hashlib.sha256(b''.join(f.path.encode() + f.data for p in everything() for f in p.files)).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1


SHARED_SOURCES = {path.relative_to(SHARED).as_posix() for path in SHARED.rglob("*.j2")}


@pytest.mark.parametrize("name", scaffold_names())
def test_every_source_is_rendered_or_included(name: str) -> None:
    scaffold = get_scaffold(name)
    folder = CATALOG / name / "files"
    sources = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    listed = {source.source for source in scaffold.sources}
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*.j2"))
    included = set(re.findall(r"""(?:include|import|from)\s+["']([^"']+)["']""", text)) | set(
        re.findall(r'"([\w./]+/_[\w.]+)"', text)
    )

    assert all(source.endswith(".j2") for source in sources)
    partials = {
        source
        for source in sources
        if source.rsplit("/", 1)[-1].startswith("_") and not source.endswith("__init__.py.j2")
    }
    assert listed - SHARED_SOURCES == sources - partials
    assert {name for name in partials - included if f'"{name.rsplit("/", 1)[0]}/_"' not in text} == set()


def test_what_is_shared_serves_more_than_one_scaffold() -> None:
    uses = [source.source for name in scaffold_names() for source in get_scaffold(name).sources]
    for name in scaffold_names():
        text = "".join(path.read_text("utf-8") for path in (CATALOG / name / "files").rglob("*.j2"))
        uses += [source for source in SHARED_SOURCES if f'"{source}"' in text]

    assert {source for source in SHARED_SOURCES if uses.count(source) < 2} == set()


def everything() -> Iterator[Project]:
    """A project of every cell, and of every workflow in both languages."""
    for cell in MATRIX:
        yield render_project("crud_api", answers(**cell))
    for name, language in itertools.product(WORKFLOWS, ("python", "typescript")):
        yield durable(name, language)


def durable(name: str, language: str) -> Project:
    workflow = {"project_name": name.replace("_", "-"), "workflow": WORKFLOWS[name], "language": language}
    return render_project("durable_function", workflow)


def test_the_practices_a_project_names_exist_and_show_in_its_files() -> None:
    for project in everything():
        paths = [file.path for file in project.files]
        assert len({followed.id for followed in project.practices}) == len(project.practices)
        for followed in project.practices:
            assert followed.id in practices()
            assert any(path == followed.where or path.startswith(f"{followed.where}/") for path in paths), followed


def test_every_condition_of_a_scaffold_holds_somewhere_and_fails_somewhere_else() -> None:
    crud = [answers(**cell) for cell in MATRIX] + [answers(**MATRIX[0], architecture="x86_64")]
    workflows = [
        {"project_name": "p", "workflow": workflow, "language": language}
        for workflow, language in itertools.product(WORKFLOWS.values(), ("python", "typescript"))
    ]
    for name, each_of in {"crud_api": crud, "durable_function": workflows}.items():
        contexts = [get_scaffold(name).answers.model_validate(each).context() for each in each_of]
        for text, holds in conditions(name).items():
            met = {bool(holds(**context)) for context in contexts}
            assert met == ({True} if text == "True" else {True, False}), text


TEXT = st.text(max_size=60) | st.sampled_from(
    [NASTY, "[[ 7*7 ]]", "[% raw %]", "${AWS::AccountId}", "yes", "1e-06", "!Ref X", "\u2028", "\U000e0041"]
)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
        lambda x: st.lists(x, max_size=3) | st.dictionaries(TEXT, x, max_size=3),
        max_leaves=6,
    )
)
def test_filters_give_literals_that_read_back_as_the_value_and_stay_on_one_line(value: Any) -> None:
    assert json.loads(to_json(value)) == value
    assert ast.literal_eval(to_python(value)) == value
    for text in (to_json(value), to_python(value), to_yaml(value)):
        assert len(text.splitlines()) == 1
        assert all(char == " " or char.isprintable() for char in text)


@given(TEXT | st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.lists(TEXT, max_size=3))
def test_the_yaml_filter_means_the_same_to_a_yaml_reader(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return  # a lone surrogate is no text that YAML could hold
    assert yaml.safe_load(f"a: {to_yaml(value)} # c\nb: 1") == {"a": value, "b": 1}


@given(TEXT)
def test_comments_and_markdown_are_one_visible_line(text: str) -> None:
    for line in (to_comment(text), to_markdown(text)):
        assert len(line.splitlines()) <= 1
        assert all(char == " " or char.isprintable() for char in line)
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|$]", to_markdown(text))


def with_texts(description: str, values: list[str], language: str) -> Project:
    fields = [
        {"name": "first", "required": True, "description": description},
        {"name": "second", "enum": values, "description": description},
        {"name": "third", "type": "integer", "description": description},
    ]
    return render_project(
        "crud_api",
        answers("small", language, "cognito", "per_operation") | {"resource": {"name": "note", "fields": fields}},
    )


def skeleton(value: Any) -> Any:
    """The shape of parsed data: its keys and types, its texts left out."""
    if isinstance(value, ast.AST):
        return re.sub(r"Constant\(value='.*?'\)|Constant\(value=\".*?\"\)", "Constant", ast.dump(value))
    if isinstance(value, dict):
        return {key: skeleton(item) for key, item in value.items()}
    if isinstance(value, list):
        return [skeleton(item) for item in value]
    return type(value).__name__


PRINTABLE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20) | st.sampled_from(
    ["${x}", "[[ 1 ]]", "a'b\"c", "\\", "`${1}`", "*/", "-->", "</script>"]
)


@pytest.mark.parametrize("language", ["python", "typescript"])
@settings(max_examples=15)
@given(description=TEXT, value=PRINTABLE.filter(lambda text: text != "plain"))
def test_nothing_a_user_types_becomes_code(language: str, description: str, value: str) -> None:
    project = with_texts(f"D {description}", [value, "plain"], language)
    benign = with_texts("A plain sentence.", ["BENIGN", "plain"], language)

    for file, plain in zip(project.files, benign.files, strict=True):
        if file.path.endswith((".yaml", ".yml", ".json", ".toml", ".py")):
            assert skeleton(parsed(file.path, file.content)) == skeleton(parsed(plain.path, plain.content)), file.path
        elif file.path.endswith((".ts", ".js")):
            expected = plain.content.replace('"BENIGN"', to_json(value)).replace(
                "A plain sentence.", to_comment(f"D {description}")
            )
            assert file.content == expected, file.path
        elif not file.path.endswith(".md"):
            assert file.content == plain.content, file.path
    openapi = next(parsed(file.path, file.content) for file in project.files if file.path == "openapi.yaml")
    schema = openapi["components"]["schemas"]["NoteCreate"]["properties"]
    assert value in schema["second"]["enum"]


LEAST = {"create": "PutItem", "get": "GetItem", "list": "Query", "update": "UpdateItem", "delete": "DeleteItem"}
REMEMBERING = {"GetItem", "PutItem", "UpdateItem", "DeleteItem"}


@CELLS
def test_each_function_may_do_what_its_operations_need_and_nothing_else(cell: dict[str, str]) -> None:
    project = render_project("crud_api", answers(**cell))
    template = parsed("template.yaml", next(file.content for file in project.files if file.path == "template.yaml"))
    granted: dict[str, dict[str, set[str]]] = {}
    for resource in template["Resources"].values():
        if resource["Type"] != "AWS::Serverless::Function":
            continue
        operation = resource["Properties"]["Handler"].split(".")[-2]
        tables = granted.setdefault(operation, {})
        for policy in resource["Properties"]["Policies"]:
            for statement in policy["Statement"]:
                actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
                tables[statement["Resource"]["GetAtt"]] = {action.removeprefix("dynamodb:") for action in actions}

    if cell["functions"] == "single":
        assert granted == {"api": {"ItemsTable.Arn": set(LEAST.values()), "IdempotencyTable.Arn": REMEMBERING}}
    else:
        expected = {name: {"ItemsTable.Arn": {action}} for name, action in LEAST.items()}
        expected["create"]["IdempotencyTable.Arn"] = REMEMBERING
        assert granted == expected
