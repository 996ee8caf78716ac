"""Prompts: the jobs that several tools do together, ready to be chosen by a person."""

from __future__ import annotations

from typing import Annotated

from mcp.server import MCPServer
from pydantic import Field


def register(server: MCPServer[None]) -> None:
    """Add every prompt."""

    @server.prompt(title="Build a CRUD API", description="From one sentence to a tested, linted serverless project.")
    def build_crud_api(
        what: Annotated[str, Field(description="What the API keeps, in your words")],
        language: Annotated[str, Field(description="python or typescript")] = "python",
    ) -> str:
        return (
            f"Build a serverless CRUD API that keeps: {what}\n\n"
            "1. Work out one resource (singular, snake_case) and its fields (types, limits); ask only what you cannot tell.\n"
            f"2. Call scaffold_crud_api with language {language} and an output_dir named after the project.\n"
            "3. Run the commands of next_steps up to the tests, and show that they pass.\n"
            "4. Say in a few lines what was built, which practices it follows, and what to change first."
        )

    @server.prompt(
        title="Make a workflow durable", description="From a process in words to a durable function that is tested."
    )
    def make_workflow_durable(
        what: Annotated[str, Field(description="The process, in your words, or the file that does it today")],
        language: Annotated[str, Field(description="python or typescript")] = "python",
    ) -> str:
        return (
            f"Make this workflow durable: {what}\n\n"
            "1. List its steps in order. Of each say: what it changes elsewhere, whether a second run would do harm (then "
            "at_most_once), how often to retry, what takes it back (compensate_with); where it waits, for how long, for whom "
            "(callback), and what then. Ask only what you cannot tell.\n"
            f"2. Call generate_durable_function with language {language} and an output_dir named after the project; show the "
            "diagram and the number of operations.\n"
            "3. Run the commands of next_steps up to the tests, and show that they pass.\n"
            "4. Fill in the bodies of the steps, from the code that does it today where there is some. Then call "
            "check_durable_code on the project's folder and act on every finding.\n"
            "5. Say in a few lines what happens on a crash, a timeout and a rejection, and what to change first."
        )

    @server.prompt(title="Review a serverless application", description="Find what breaks, worst first, and mend it.")
    def review_serverless_application(
        path: Annotated[str, Field(description="Folder or template")] = ".",
    ) -> str:
        return (
            f"Review the serverless application in {path}\n\n"
            "1. Find its SAM or CloudFormation templates and call validate_template on each; where there are durable "
            "functions, call check_durable_code on the folder.\n"
            "2. Sum up in a table: error, warning and info by file; leave out nothing of severity error.\n"
            "3. For each error, then each warning: what users would see, the line, the fix. rule://{id} explains one.\n"
            "4. Apply the safe fixes, then propose the others one by one with what they change, and validate again."
        )

    @server.prompt(
        title="Tune a function", description="The memory that fits, measured, and what else costs time or money."
    )
    def tune_function(
        function: Annotated[str, Field(description="Its name, or a file with its REPORT lines")],
        objective: Annotated[str, Field(description="cost, speed or balanced")] = "balanced",
    ) -> str:
        return (
            f"Tune the Lambda function: {function}\n\n"
            f"1. Call recommend_memory with objective {objective} and what there is: function_name for a deployed one, "
            "report_log for a file of REPORT lines.\n"
            "2. If it says measure_more, measure the size it names (tune_memory does it where writing is allowed and the "
            "payload does no harm) and call it again.\n"
            "3. Call get_guidance for what the figures point at: cold starts, init, log cost, package size.\n"
            "4. Say in a table: size now and recommended, milliseconds, dollars a month, how sure; then the template change, and "
            "validate_template on the result."
        )

    @server.prompt(
        title="Tune a queue consumer",
        description="Batch, window, concurrency and timeouts that fit together, with reasons.",
    )
    def tune_queue_consumer(
        consumer: Annotated[str, Field(description="The template, or the function and its queue")],
        load: Annotated[str, Field(description="Messages a second or minute, seconds a message, latency wanted")] = "",
    ) -> str:
        return (
            f"Tune the queue consumer: {consumer}\n" + (f"Its load: {load}\n" if load else "") + "\n"
            "1. Call validate_template on its template and mend every sqs- and streams- finding first: visibility "
            "timeout, dead-letter queue, partial failures.\n"
            "2. Collect messages a second (average and peak), seconds a message, what the systems behind it bear, and the "
            "latency wanted; ask only what you cannot tell.\n"
            "3. Call recommend_event_source with these and template_path: it reads the present settings there and answers "
            "with a diff. Call get_guidance for what stays open: maximum or reserved concurrency, order, "
            "idempotency, what happens to the dead letters.\n"
            "4. Say each setting with its value and reason, what happens at the peak and on failure, and show the template "
            "change; then validate_template again."
        )

    del build_crud_api, make_workflow_durable, review_serverless_application, tune_function, tune_queue_consumer
