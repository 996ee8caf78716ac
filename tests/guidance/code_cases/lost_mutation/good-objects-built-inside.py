from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field

from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python import durable_step


@dataclass
class Tally:
    votes: int = 0
    names: list = field(default_factory=list)

    def add(self, name):
        self.votes += 1
        self.names.append(name)


@durable_step
def count(step, ballots):
    tally = Tally()
    regions = defaultdict(list)
    for ballot in ballots:
        tally.add(ballot["name"])
        regions[ballot["region"]].append(ballot["name"])
    letters = Counter()
    letters.update(name[0] for name in tally.names)
    tally.votes += letters.total() - len(tally.names)
    return {**asdict(tally), "regions": dict(regions)}


@durable
def election(event, context):
    return context.step(count(event["ballots"]), name="count")
