from dataclasses import dataclass
from pathlib import Path

import psycopg
from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

connection = psycopg.connect("dbname=policies")


@dataclass
class PolicyRepository:
    table: str

    def load(self, policy_id: str) -> tuple:
        return connection.execute(  # finds DF002
            f"SELECT id, holder FROM {self.table} WHERE id = %s", (policy_id,)
        ).fetchone()


@durable_step
def renew(step: StepContext, policy: tuple, terms: str) -> dict:
    return {"policy": policy[0], "terms": terms[:40], "renewed": True}


@durable_execution
def renewal(event: dict, context: DurableContext) -> dict:
    repo = PolicyRepository("policies")
    policy = repo.load(event["policy_id"])
    terms = Path("/opt/terms.txt").read_text()  # finds DF002
    return context.step(renew(policy, terms))
