from __future__ import annotations
import os
from dataclasses import dataclass
from functools import cached_property
import boto3
import httpx
from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration

@dataclass(frozen=True)
class Config:
    table: str
    endpoint: str
    timeout: float = 5.0

    @classmethod
    def load(cls) -> Config:
        return cls(table=os.environ["TABLE"], endpoint=os.getenv("ENDPOINT", "https://api.example.com"))

class Container:
    def __init__(self, config: Config) -> None:
        self.config = config

    @cached_property
    def table(self):
        return boto3.resource("dynamodb").Table(self.config.table)

    @cached_property
    def http(self) -> httpx.Client:
        return httpx.Client(base_url=self.config.endpoint, timeout=self.config.timeout)

class Onboarding:
    def __init__(self, container: Container, context: DurableContext) -> None:
        self._container = container
        self._context = context

    def __call__(self, customer: dict) -> dict:
        profile = self._context.step(lambda _: self._create(customer), name="create-profile")
        self._context.wait(Duration.from_minutes(10), name="propagate")
        self._context.step(lambda _: self._store(profile), name="store")
        return profile

    def _create(self, customer: dict) -> dict:
        response = self._container.http.post("/profiles", json=customer)
        response.raise_for_status()
        return response.json()

    def _store(self, profile: dict) -> None:
        self._container.table.put_item(Item=profile)

container = Container(Config.load())

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    return Onboarding(container, context)(event["customer"])
