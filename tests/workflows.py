"""Workflows that the tests generate, in both languages: from one step to what the talks build, and hostile ones."""

from __future__ import annotations

from typing import Any

Step = dict[str, Any]


def step(name: str, **more: Any) -> Step:
    return {"type": "step", "name": name, **more}


BARISTA: dict[str, Any] = {
    "steps": [
        step("validate-order", retry={"max_attempts": 1}),
        step(
            "reserve-stock",
            retry={"max_attempts": 5, "initial_delay_seconds": 2, "backoff_rate": 2},
            compensate_with="release-stock",
        ),
        {
            "type": "parallel",
            "name": "charge-and-screen",
            "branches": [
                {
                    "name": "charge",
                    "steps": [step("charge-card", semantics="at_most_once", compensate_with="refund-card")],
                },
                {"name": "fraud", "steps": [step("screen-order")]},
            ],
        },
        {"type": "wait", "name": "cool-off", "seconds": 3600},
        {"type": "callback", "name": "barista-accepts", "timeout_seconds": 900, "on_timeout": "compensate"},
        {"type": "condition", "name": "shipment-arrived", "poll_seconds": 600, "max_attempts": 100},
        {
            "type": "map",
            "name": "notify-guests",
            "items_from": "guests",
            "max_concurrency": 5,
            "steps": [step("send-message")],
        },
        {"type": "invoke", "name": "print-receipt", "function": "receipt-printer"},
    ]
}

NASTY = "quote \" ' backslash \\ ${x} {{ y }} [[ z ]] [% w %] */ #c --> `t`"

WORKFLOWS: dict[str, dict[str, Any]] = {
    "one_step": {"steps": [step("say-hello")]},
    "one_step_once": {"steps": [step("say-hello", semantics="at_most_once")]},
    "only_a_wait": {"steps": [{"type": "wait", "name": "sleep-on-it", "seconds": 31_622_400 // 2}]},
    "barista": BARISTA,
    "nested": {
        "event": [{"name": "rooms", "type": "list"}, {"name": "guest", "type": "object", "required": False}],
        "steps": [
            {
                "type": "parallel",
                "name": "prepare",
                "branches": [
                    {
                        "name": "rooms",
                        "steps": [
                            {
                                "type": "map",
                                "name": "clean-rooms",
                                "items_from": "rooms",
                                "max_items": 20,
                                "steps": [
                                    step("change-linen"),
                                    {
                                        "type": "map",
                                        "name": "make-beds",
                                        "items_from": "item.beds",
                                        "max_items": 4,
                                        "steps": [step("make-bed")],
                                    },
                                ],
                            }
                        ],
                    },
                    {"name": "kitchen", "steps": [step("cook"), {"type": "wait", "name": "let-cool", "seconds": 60}]},
                ],
            },
            step("open-doors"),
        ],
    },
    "saga": {
        "event": [{"name": "trip_id", "description": "Of the whole trip"}, {"name": "nights", "type": "integer"}],
        "trigger": {"type": "api"},
        "steps": [
            step("book-flight", compensate_with="cancel-flight"),
            step("book-hotel", compensate_with="cancel-hotel", retry={"max_attempts": 2}),
            step("book-car", compensate_with="cancel-car"),
            step("charge-trip", semantics="at_most_once", compensate_with="refund-trip"),
            step("send-tickets"),
        ],
    },
    "callback": {
        "steps": [
            step("open-claim", compensate_with="close-claim"),
            {
                "type": "callback",
                "name": "assess-claim",
                "timeout_seconds": 86_400,
                "heartbeat_seconds": 3_600,
                "on_timeout": "continue",
                "on_reject": "compensate",
                "compensate_with": "withdraw-assessment",
            },
            step("pay-claim"),
        ]
    },
    "polling": {
        "steps": [
            step("start-job"),
            {
                "type": "condition",
                "name": "job-finished",
                "poll_seconds": 30,
                "max_attempts": 60,
                "on_timeout": "continue",
            },
            step("collect-output"),
        ]
    },
    "approval": {
        "event": [{"name": "request_id"}, {"name": "amount", "type": "number"}, {"name": "at", "type": "datetime"}],
        "trigger": {"type": "eventbridge", "source": "shop.purchasing", "detail_type": "Approval Requested"},
        "steps": [
            step("file-request", description="Keep the request, so that the approver can read it."),
            {
                "type": "callback",
                "name": "manager-approves",
                "timeout_seconds": 7 * 86_400,
                "on_timeout": "compensate",
                "on_reject": "compensate",
            },
            step("place-order"),
        ],
    },
    "fan_out": {
        "event": [{"name": "files", "type": "string_list"}],
        "steps": [
            {
                "type": "map",
                "name": "convert-files",
                "items_from": "files",
                "max_items": 50,
                "max_concurrency": 10,
                "tolerated_failures": 2,
                "steps": [step("convert-file")],
            },
            step("write-report"),
        ],
    },
    "agent_loop": {
        "event": [{"name": "question"}],
        "steps": [
            step("plan-answer", timeout_seconds=120),
            step("choose-tools", timeout_seconds=60),
            {
                "type": "map",
                "name": "use-tools",
                "items_from": "choose-tools",
                "max_items": 8,
                "max_concurrency": 4,
                "steps": [
                    {"type": "invoke", "name": "call-tool", "function": "tool-runner:live", "timeout_seconds": 300},
                    step("read-observation"),
                ],
            },
            step("write-answer", timeout_seconds=120),
            {"type": "callback", "name": "user-accepts", "timeout_seconds": 3_600, "on_timeout": "continue"},
        ],
    },
    "order_processing": {
        "event": [
            {"name": "order_id"},
            {"name": "items", "type": "list"},
            {"name": "express", "type": "boolean", "required": False},
        ],
        "trigger": {"type": "sqs"},
        "steps": [
            step("validate-order", retry={"max_attempts": 1}),
            step("authorize-payment", semantics="at_most_once", compensate_with="void-payment"),
            {
                "type": "map",
                "name": "allocate-items",
                "items_from": "items",
                "max_items": 30,
                "steps": [step("allocate-item", compensate_with="free-item"), step("label-item")],
            },
            {
                "type": "callback",
                "name": "warehouse-confirms",
                "timeout_seconds": 7_200,
                "heartbeat_seconds": 1_800,
                "on_timeout": "compensate",
            },
            {"type": "condition", "name": "parcel-delivered", "poll_seconds": 3_600, "max_attempts": 24 * 7},
            step("close-order"),
        ],
    },
    "summarise_note": {
        "event": [{"name": "note_id"}],
        "steps": [
            step("load-note", service="dynamodb:GetItem"),
            step("summarise", timeout_seconds=60, retry={"max_attempts": 4, "backoff_rate": 3}),
            {"type": "callback", "name": "author-reviews", "timeout_seconds": 86_400, "on_timeout": "continue"},
            step("save-summary", service="dynamodb:UpdateItem"),
        ],
    },
    "groups": {
        "steps": [
            {
                "type": "group",
                "name": "set-up",
                "steps": [step("create-account", compensate_with="delete-account"), step("create-mailbox")],
            },
            {
                "type": "group",
                "name": "welcome",
                "steps": [
                    {"type": "group", "name": "letters", "steps": [step("write-letter"), step("post-letter")]},
                    {"type": "wait", "name": "a-week", "seconds": 604_800},
                ],
            },
            step("ask-how-it-is"),
        ]
    },
    "undo_in_branches": {
        "event": [{"name": "parts", "type": "list"}],
        "steps": [
            {
                "type": "parallel",
                "name": "build",
                "max_concurrency": 2,
                "branches": [
                    {
                        "name": "frame",
                        "steps": [step("cut-frame", compensate_with="scrap-frame"), step("weld-frame")],
                    },
                    {
                        "name": "parts",
                        "steps": [
                            {
                                "type": "map",
                                "name": "make-parts",
                                "items_from": "parts",
                                "steps": [
                                    step("mill-part", compensate_with="scrap-part"),
                                    step("polish-part", compensate_with="recycle-part"),
                                ],
                            }
                        ],
                    },
                ],
            },
            step("assemble", compensate_with="take-apart"),
            step("inspect", retry={"max_attempts": 1}),
        ],
    },
    "nested_timeouts": {
        "steps": [
            step("reserve-table", compensate_with="free-table"),
            {
                "type": "parallel",
                "name": "ask-everyone",
                "branches": [
                    {
                        "name": "host",
                        "steps": [
                            step("hold-room", compensate_with="release-room"),
                            {
                                "type": "callback",
                                "name": "host-agrees",
                                "timeout_seconds": 600,
                                "on_timeout": "compensate",
                            },
                        ],
                    },
                    {
                        "name": "weather",
                        "steps": [
                            {
                                "type": "condition",
                                "name": "sun-shines",
                                "poll_seconds": 60,
                                "max_attempts": 10,
                                "on_timeout": "compensate",
                            }
                        ],
                    },
                ],
            },
            step("send-invitations"),
        ]
    },
    "tolerant": {
        "event": [{"name": "readings", "type": "list"}],
        "steps": [
            {
                "type": "parallel",
                "name": "notify",
                "tolerated_failures": 1,
                "branches": [
                    {"name": "mail", "steps": [step("notify-by-mail", retry={"max_attempts": 1})]},
                    {"name": "text", "steps": [step("notify-by-text", compensate_with="recall-text")]},
                ],
            },
            step("mark-notified"),
        ],
    },
    "chain_of_invokes": {
        "steps": [
            {
                "type": "invoke",
                "name": "make-video",
                "function": "arn:aws:lambda:eu-west-1:123456789012:function:video:3",
                "compensate_with": "delete-video",
            },
            {"type": "invoke", "name": "make-subtitles", "function": "subtitles:live"},
            step("publish-video"),
        ]
    },
    "mostly_services": {
        "steps": [
            step("put-item", service="dynamodb:PutItem"),
            step("publish-to-topic", service="sns:Publish"),
            step("start-glue-job", service="glue:StartJobRun"),
            {"type": "wait", "name": "a-minute", "seconds": 60},
        ]
    },
    "same_names": {
        "steps": [
            {"type": "map", "name": "guests", "items_from": "guests", "steps": [step("greet-guest")]},
            {
                "type": "condition",
                "name": "room-ready",
                "poll_seconds": 5,
                "max_attempts": 3,
                "on_timeout": "continue",
            },
            {
                "type": "condition",
                "name": "meal-ready",
                "poll_seconds": 5,
                "max_attempts": 3,
                "on_timeout": "compensate",
            },
            {"type": "invoke", "name": "ring-bell", "function": "bell"},
            {"type": "invoke", "name": "ring-again", "function": "bell"},
            step("list-orders"),
            {
                "type": "map",
                "name": "orders",
                "items_from": "list-orders",
                "max_items": 5,
                "steps": [
                    {
                        "type": "map",
                        "name": "rows",
                        "items_from": "item.rows",
                        "max_items": 5,
                        "steps": [step("serve-row")],
                    }
                ],
            },
        ]
    },
    "long_names": {
        "event": [{"name": "a" * 40, "type": "list"}],
        "steps": [
            step("s" * 40, compensate_with="c" * 40),
            {
                "type": "map",
                "name": "m" * 40,
                "items_from": "a" * 40,
                "steps": [
                    {
                        "type": "parallel",
                        "name": "p" * 40,
                        "branches": [
                            {"name": "b" * 40, "steps": [step("t" * 40, compensate_with="u" * 40), step("v" * 40)]}
                        ],
                    }
                ],
            },
            {
                "type": "callback",
                "name": "k" * 40,
                "timeout_seconds": 10,
                "heartbeat_seconds": 5,
                "on_timeout": "continue",
                "on_reject": "continue",
            },
            {"type": "condition", "name": "o" * 40, "poll_seconds": 1, "max_attempts": 3, "on_timeout": "compensate"},
            {"type": "invoke", "name": "i" * 40, "function": "f" * 64, "compensate_with": "j" * 40},
            {"type": "group", "name": "g" * 40, "steps": [step("w" * 40)]},
        ],
    },
    "hostile": {
        "event": [{"name": "list", "type": "list", "description": NASTY}, {"name": "type", "description": '"""'}],
        "trigger": {"type": "eventbridge", "source": 'a"b\\c', "detail_type": "${x} `y` [[ z ]]"},
        "steps": [
            step('say "hi" \\ to */ ${x}', description='""" \\ */ ' + NASTY, compensate_with="don't [[ do ]] it"),
            {
                "type": "map",
                "name": "it's {{ each }}",
                "items_from": "list",
                "steps": [step("%s #c --> <b>", description="-->\n\u202e```")],
            },
            {"type": "callback", "name": "[% w %] `ask`", "timeout_seconds": 5, "on_timeout": "compensate"},
            step("x'; DROP TABLE y; --"),
        ],
    },
}
"""By a name for the tests. Each is generated, linted, type-checked and run in both languages."""
