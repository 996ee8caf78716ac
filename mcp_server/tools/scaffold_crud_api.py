"""The tool `scaffold_crud_api`."""

from __future__ import annotations

from mcp_server.projects import OutputDir, Overwrite, deliver
from mcp_server.results import ProjectResult
from mcp_server.tools import Caller
from scaffolds.catalog.crud_api.answers import Answers, Auth, Functions, Resource
from scaffolds.languages import Language


def scaffold_crud_api(
    caller: Caller,
    project_name: str,
    resource: Resource,
    language: Language = "python",
    auth: Auth = "cognito",
    functions: Functions = "per_operation",
    output_dir: OutputDir = None,
    overwrite: Overwrite = False,
) -> ProjectResult:
    """Write a tested CRUD API on AWS: SAM, HTTP API, Lambda, DynamoDB, CI. Use for a REST or CRUD backend."""
    answers = Answers(project_name=project_name, resource=resource, language=language, auth=auth, functions=functions)
    return deliver("crud_api", answers, caller.settings, output_dir, overwrite=overwrite)
