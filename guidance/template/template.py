"""A template: its sections, its resources as declared and as deployed, and what hangs together. Parse one with `parse`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from guidance.errors import TemplateError
from guidance.template import globals as sam_globals
from guidance.template import intrinsics, sam
from guidance.template.conditions import ALWAYS, Conditions, When
from guidance.template.nodes import Intrinsic, Mapping, Node, Scalar, Sequence
from guidance.template.reader import MAX_BYTES, Document, Problem, ProblemKind, decode, read
from guidance.template.references import Reference, references_in
from guidance.template.resources import Resource
from guidance.template.values import Value
from guidance.template.views import make

SECTIONS = ("Parameters", "Mappings", "Conditions", "Rules", "Globals", "Metadata", "Outputs", "Resources", "Hooks")
_SEEN_THROUGH = frozenset(
    (
        "AWS::Serverless-2016-10-31",
        "AWS::LanguageExtensions",
        "AWS::SecretsManager-2020-07-23",
        "AWS::SecretsManager-2024-09-16",
    )
)
_LISTS = ("CommaDelimitedList", "List<")

T = TypeVar("T")


def parse(source: str | bytes, path: Path | None = None, root: Path | None = None) -> Template:
    """Read one SAM or CloudFormation template, YAML or JSON.

    Args:
        source: the template's text or bytes.
        path: where it lies, so that files beside it can be read.
        root: the folder that files beside it may not leave; by default the one the template lies in.

    Raises:
        TemplateError: when it is not a template; the message says where and why.

    """
    return Template(read(source), path, root)


class Template:
    """One template. What cannot be known before deployment is unknown here, never guessed."""

    def __init__(self, document: Document, path: Path | None = None, root: Path | None = None) -> None:
        self.text = document.text
        self.root = document.root
        self.path = path
        folder = root if root is not None or path is None else path.parent
        self.root_folder = folder.resolve() if folder is not None else None
        self.problems: list[Problem] = document.problems
        self._sections = {name: self._mapping_section(name) for name in SECTIONS}
        self._check_resources()
        self.parameters: dict[str, Mapping] = self._mappings_in("Parameters")
        self.conditions = Conditions(self._sections["Conditions"], self._sections["Parameters"])
        self._defaults: dict[str, Value | None] = {}
        self._found: dict[tuple[str, ...], list[Resource]] = {}
        self._views: dict[type[object], list[object]] = {}
        self._memo: dict[object, object] = {}

    # -- sections -------------------------------------------------------------------------------------------------------------

    def section(self, name: str) -> Mapping | None:
        """A top-level section; None when it is absent, empty or not a mapping."""
        return self._sections.get(name)

    @functools.cached_property
    def is_sam(self) -> bool:
        """Whether the SAM transform is declared."""
        transform = self.root.get("Transform")
        names = transform.items if isinstance(transform, Sequence) else [transform]
        return any(isinstance(name, Scalar) and name.text.startswith("AWS::Serverless-") for name in names)

    @property
    def is_json(self) -> bool:
        """Whether it is written in JSON."""
        return self.text.lstrip()[:1] == "{"

    # -- resources ------------------------------------------------------------------------------------------------------------

    @functools.cached_property
    def declared(self) -> dict[str, Resource]:
        """Every resource as written, by logical id; Globals are merged into SAM's."""
        found: dict[str, Resource] = {}
        for logical_id, body in self._mappings_in("Resources").items():
            kind = body.get("Type")
            if not isinstance(kind, Scalar) or not isinstance(kind.value, str):
                continue
            properties = body.get("Properties")
            if not isinstance(properties, Mapping):
                properties = self._no_properties(body, properties)
            if kind.text.startswith(sam_globals.PREFIX):
                properties = sam_globals.merged(self.section("Globals"), kind.text, body, properties)
            found[logical_id] = make(self, logical_id, kind.text, body, properties)
        return found

    @functools.cached_property
    def deployed(self) -> dict[str, Resource]:
        """Every resource as CloudFormation will see it: SAM's expanded, under the logical ids that SAM gives them."""
        return sam.expand(self)

    def resources(self, *types: str) -> list[Resource]:
        """The deployed resources of these types, without those that SAM adds by itself; all when no type is given."""
        if types not in self._found:
            found = (
                each for each in self.deployed.values() if (not types or each.type in types) and not each.generated
            )
            self._found[types] = list(found)
        return self._found[types]

    def of(self, view: type[T]) -> list[T]:
        """The deployed resources that have this view, such as `of(Function)`."""
        if view not in self._views:
            self._views[view] = [each for each in self.deployed.values() if isinstance(each, view)]
        return self._views[view]  # type: ignore[return-value]

    def find(self, reference: Reference | str) -> Resource | None:
        """The deployed resource that a reference names; `Function.Alias` and the like are known."""
        text = reference if isinstance(reference, str) else reference.text
        name = text.partition(".")[0]
        return self._named.get(text) or self.deployed.get(name) or self._named.get(name)

    def at(self, node: Node | Reference) -> Value:
        """A value to point a finding at, for a node or reference that was found by walking."""
        if isinstance(node, Node):
            return Value("unknown", node, self)
        point = Node(node.span, node.node)
        point.key = None
        return Value("unknown", point, self)

    def has(self, reference: Reference) -> bool:
        """Whether what a reference names is a parameter or a resource."""
        return (
            reference.name in self.parameters
            or self.find(reference) is not None
            or self._parameter_written(reference.name)
        )

    @functools.cached_property
    def has_loops(self) -> bool:
        """Whether macros other than SAM's make resources that cannot be seen here."""
        transform = self.root.get("Transform")
        names = transform.items if isinstance(transform, Sequence) else [transform]
        foreign = any(
            name is not None and not (isinstance(name, Scalar) and name.text in _SEEN_THROUGH) for name in names
        )
        resources = self.section("Resources")
        return foreign or any(key.startswith("Fn::") for key in (resources.entries if resources is not None else ()))

    def _parameter_written(self, name: str) -> bool:
        section = self.section("Parameters")
        return section is not None and name in section.entries

    @functools.cached_property
    def _named(self) -> dict[str, Resource]:
        return sam.dotted_names(self)

    def memo(self, make: Callable[[Template], T]) -> T:
        """What a function makes of this template, made once: for what several rules ask."""
        if make not in self._memo:
            self._memo[make] = make(self)
        return self._memo[make]  # type: ignore[return-value]

    # -- values ---------------------------------------------------------------------------------------------------------------

    def resolve(self, node: Node, when: When = ALWAYS, owner: Resource | None = None) -> Iterator[Value]:
        """Every possibility of what a node comes to."""
        return intrinsics.resolve(node, self, when, owner)

    def value(self, *path: str) -> Value:
        """What stands at a path from the top of the template, such as `value("Parameters", "Stage", "Default")`."""
        return Value("mapping", self.root, self, self.root).get(*path)

    def parameter_default(self, name: str) -> Value | None:
        """A parameter's default as a value; None when there is none, or when it only names an SSM parameter."""
        if name not in self._defaults:
            self._defaults[name] = self._default(name)
        return self._defaults[name]

    def references(self) -> Iterator[Reference]:
        """Every reference in Conditions, Resources and Outputs."""
        for name in ("Conditions", "Resources", "Outputs", "Globals"):
            section = self.section(name)
            if section is not None:
                yield from references_in(section)

    def together(self, *values: Value | Resource) -> bool:
        """Whether all of these can stand in one deployment, by their conditions."""
        joined = ALWAYS
        for value in values:
            if not self.conditions.together(joined, value.when):
                return False
            joined |= value.when
        return True

    def beside(self, relative: str) -> str | None:
        """The text of a file beside the template; None when there is none, it is too big, or it lies outside `root`."""
        if self.path is None or self.root_folder is None:
            return None
        try:
            target = self.path.parent.joinpath(relative).resolve()
            if not target.is_relative_to(self.root_folder) or not target.is_file() or target.stat().st_size > MAX_BYTES:
                return None
            return decode(target.read_bytes())
        except (OSError, ValueError, TemplateError):
            return None

    # -- reading --------------------------------------------------------------------------------------------------------------

    def _default(self, name: str) -> Value | None:
        declared = self.parameters.get(name)
        default = declared.get("Default") if declared is not None else None
        kind = declared.get("Type") if declared is not None else None
        if not isinstance(default, Scalar) or not isinstance(kind, Scalar) or kind.text.startswith("AWS::SSM::"):
            return None
        if not kind.text.startswith(_LISTS):
            data = default.value if kind.text == "Number" else default.text
            return Value("scalar", default, self, data, defaulted=True)
        items = tuple(
            Value("scalar", default, self, item.strip(), defaulted=True)
            for item in default.text.split(",")
            if item.strip()
        )
        return Value("list", default, self, items)

    def _mapping_section(self, name: str) -> Mapping | None:
        node = self.root.get(name)
        if node is None or isinstance(node, Mapping):
            return node
        if isinstance(node, Scalar) and node.value is None:
            self._problem("null_section", f"`{name}` is empty. Fill it or delete the key.", node)
        elif not isinstance(node, Intrinsic):
            self._problem("not_a_mapping", f"`{name}` has to be a mapping of names; here it is {_noun(node)}.", node)
        return None

    def _mappings_in(self, section: str) -> dict[str, Mapping]:
        """The members of a section that are mappings; the others are reported."""
        found: dict[str, Mapping] = {}
        node = self._sections[section]
        for name, member in node.entries.items() if node is not None else ():
            if isinstance(member, Mapping):
                found[name] = member
            elif not name.startswith("Fn::"):
                self._problem(
                    "not_a_mapping", f"`{section}.{name[:80]}` has to be a mapping; here it is {_noun(member)}.", member
                )
        return found

    def _no_properties(self, body: Mapping, written: Node | None) -> Mapping:
        if (
            written is not None
            and not (isinstance(written, Scalar) and written.value is None)
            and not isinstance(written, Intrinsic)
        ):
            self._problem("not_a_mapping", f"`Properties` has to be a mapping; here it is {_noun(written)}.", written)
        empty = Mapping(body.header, {"Fn::Transform": written} if isinstance(written, Intrinsic) else None)
        empty.parent, empty.name, empty.key = body, "Properties", body.key
        return empty

    def _check_resources(self) -> None:
        node = self.root.get("Resources")
        if node is None:
            self._problem("no_resources", "There is no `Resources` section.", self.root)
        elif isinstance(node, Mapping) and not node.entries:
            self._problem("null_section", "`Resources` is empty; a template needs at least one resource.", node)

    def _problem(self, kind: ProblemKind, message: str, node: Node) -> None:
        self.problems.append(Problem(kind, message, node))


def _noun(node: Node) -> str:
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Intrinsic):
        return f"a call of {node.function}"
    return "empty" if isinstance(node, Scalar) and node.value is None else "a single value"
