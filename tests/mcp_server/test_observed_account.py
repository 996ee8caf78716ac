"""The account that stands in for CloudWatch answers as moto does, for whatever moto knows."""

from __future__ import annotations

import datetime as dt

from tests.mcp_server.aws_account import Account, running
from tests.mcp_server.observed_account import observed, statistic

NOW = dt.datetime.now(tz=dt.UTC).replace(minute=0, second=0, microsecond=0)


def test_the_account_answers_as_moto_does_where_moto_does() -> None:
    """The seed stands in for CloudWatch: so it has to give what moto gives, for every statistic that moto knows."""
    values = {0: [3.0, 1.0], 7: [9.0], 59: [4.0, 4.0, 2.0]}
    start = int(NOW.timestamp()) - 3600
    stats = ["Sum", "Average", "Minimum", "Maximum", "SampleCount"]

    def ask(account: Account) -> list[tuple[list[float], list[dt.datetime]]]:
        metric = {"Namespace": "N", "MetricName": "M", "Dimensions": [{"Name": "D", "Value": "v"}]}
        found = account.client("cloudwatch").get_metric_data(
            MetricDataQueries=[{"Id": f"m{n}", "MetricStat": {"Metric": metric, "Period": 300, "Stat": stat}} for n, stat in enumerate(stats)],
            StartTime=NOW - dt.timedelta(hours=1), EndTime=NOW, ScanBy="TimestampAscending",
        )["MetricDataResults"]  # fmt: skip
        return [(each["Values"], each["Timestamps"]) for each in found]

    with running() as motos:
        data = [
            {"MetricName": "M", "Dimensions": [{"Name": "D", "Value": "v"}], "Timestamp": NOW - dt.timedelta(minutes=60 - minute), "Value": value}
            for minute, several in values.items()
            for value in several
        ]  # fmt: skip
        motos.client("cloudwatch").put_metric_data(Namespace="N", MetricData=data)
        by_moto = ask(motos)
    with observed() as account:
        account.metric("N", "M", {start + minute * 60: several for minute, several in values.items()}, D="v")
        by_seed = ask(account)

    assert by_seed == by_moto
    assert statistic([1.0, 2.0, 3.0, 4.0], "p50") == 2.0
