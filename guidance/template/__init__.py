"""Templates: read with positions, references resolved, SAM expanded. A rule sees a `Template`; RULES_GUIDE tells how."""

from guidance.template import edits
from guidance.template.nodes import Intrinsic, Mapping, Node, Scalar, Sequence, Span, to_pointer
from guidance.template.reader import Problem
from guidance.template.references import PSEUDO_PARAMETERS, Reference, references_in
from guidance.template.resources import Resource
from guidance.template.template import Template, parse
from guidance.template.values import Place, Value
from guidance.template.views import EventSourceMapping, Function, Queue, StateMachine, function_of, is_qualified

__all__ = [
    "PSEUDO_PARAMETERS",
    "EventSourceMapping",
    "Function",
    "Intrinsic",
    "Mapping",
    "Node",
    "Place",
    "Problem",
    "Queue",
    "Reference",
    "Resource",
    "Scalar",
    "Sequence",
    "Span",
    "StateMachine",
    "Template",
    "Value",
    "edits",
    "function_of",
    "is_qualified",
    "parse",
    "references_in",
    "to_pointer",
]
