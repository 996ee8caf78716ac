"""What the reader of TypeScript and JavaScript sees: names, columns, files, handlers, promises, odd and hostile text."""

from __future__ import annotations

import time

import pytest

from guidance.code import typescript
from guidance.code.model import Body, Ground, Kind, Loader, Op, Operation, Program, SourceFile
from guidance.errors import CodeError

IMPORT = 'import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";\n'


def read(text: str, path: str = "handler.ts", files: dict[str, str] | None = None) -> Program:
    load: Loader = (files or {}).get
    return typescript.read(SourceFile(path, text), load)


def handler(body: str, before: str = "") -> Program:
    return read(
        f"{IMPORT}{before}\nexport const handler = withDurableExecution(async (event: any, context: DurableContext) => {{\n{body}\n}});\n"
    )


def names(program: Program) -> list[str]:
    return sorted(call.name for call in program.calls)


def only(program: Program) -> Operation:
    assert len(program.operations) == 1
    return program.operations[0]


@pytest.mark.parametrize(
    "text",
    [
        'import { withDurableExecution as wrap } from "@aws/durable-execution-sdk-js";\nexport const handler = wrap(async (e, c) => c.step(f));',
        'import * as sdk from "@aws/durable-execution-sdk-js";\nexport default sdk.withDurableExecution(async (e, c) => c.step(f));',
        'const { withDurableExecution } = require("@aws/durable-execution-sdk-js");\nexports.handler = withDurableExecution(async (e, c) => c.step(f));',
        'const { withDurableExecution: d } = require("@aws/durable-execution-sdk-js");\nmodule.exports.handler = d((e, c) => c.step(f), {});',
        'const sdk = require("@aws/durable-execution-sdk-js");\nasync function run(e, c) { await c.step(f); }\nmodule.exports = { handler: sdk.withDurableExecution(run) };',
        'import sdk = require("@aws/durable-execution-sdk-js");\nexport = sdk.withDurableExecution(async (e: any, c: any) => c.step(f));',
        'const { withDurableExecution } = await import("@aws/durable-execution-sdk-js");\nexport const handler = withDurableExecution(async (e, { step }) => step(f));',
        'import { withDurableExecution as d } from "@aws/durable-execution-sdk-js";\nclass A { handler = d(this.run.bind(this)); async run(e: any, c: any) { await c.step(f); } }',
        'import { withDurableExecution as d } from "@aws/durable-execution-sdk-js";\nconst wrap = (fn: any) => d(fn, {});\nexport const handler = wrap(async (e: any, c: any) => c.step(f));',
        'import { withDurableExecution as d } from "@aws/durable-execution-sdk-js";\nconst fns = { a: async (e: any, c: any) => c.step(f) };\nexport const handler = d<Event, Result>(fns.a);',
    ],
    ids=[
        "alias",
        "namespace",
        "require",
        "renamed",
        "commonjs",
        "import-require",
        "dynamic",
        "class",
        "wrapper",
        "object",
    ],
)
def test_a_handler_is_found_in_any_form(text: str) -> None:
    assert only(read(text)).kind is Op.STEP


def test_a_file_without_the_sdk_is_not_walked() -> None:
    program = read("export const handler = async () => console.log(Date.now());")

    assert program.handlers == 0
    assert program.calls == []


def test_a_function_on_a_context_is_walked_although_no_handler_reaches_it() -> None:
    program = read(
        'import type { DurableContext as Ctx } from "@aws/durable-execution-sdk-js";\nexport async function pay(ctx: Ctx) { await ctx.step("pay", () => fetch("x")); console.log(1); }\nexport const other = () => console.log(2);'
    )

    assert only(program).receiver == "ctx"
    assert {(call.name, call.ground) for call in program.calls} == {
        ("console.log", Ground.REPLAYED),
        ("fetch", Ground.STEP),
    }


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("new Date().getTime();", "Date().getTime"),
        ("const { now } = Date; now();", "Date.now"),
        ("globalThis.crypto.randomUUID();", "crypto.randomUUID"),
        ("v4();", "uuid.v4"),
        ("fs.promises.readFile('x');", "fs.promises.readFile"),
        ("client().send(1);", "@aws-sdk/client-s3.S3Client().send"),
        ("pause(5);", "setTimeout"),
        ("event.items.push(1);", "?.push"),
        ("console['log'](1);", "console.log"),
        ("(console as any).log?.(1);", "console.log"),
    ],
)
def test_calls_have_canonical_names(statement: str, name: str) -> None:
    before = 'import { v4 } from "uuid"; import fs from "node:fs"; import { promisify } from "node:util"; import { S3Client } from "@aws-sdk/client-s3"; let s3: S3Client | undefined; const client = () => (s3 ??= new S3Client({})); const pause = promisify(setTimeout);'

    assert name in names(handler(statement, before))


def test_a_name_that_is_shadowed_is_not_the_global() -> None:
    assert (
        names(handler("const fetch = (x: string) => x; const Date = { now: () => 1 }; fetch('a'); Date.now();")) == []
    )


def test_columns_count_characters_and_not_bytes() -> None:
    program = handler('const s = "é😀"; console.log(s);')

    assert (program.calls[0].place.line, program.calls[0].place.column) == (4, 17)
    assert program.calls[0].callee.end_column == 28


def test_the_grammars_reading_of_await_with_type_arguments_is_put_right() -> None:
    program = handler('const a = await context.waitForCallback<{ ok: boolean }>("a", async () => {}); return a;')

    assert only(program).place.column == 17
    assert program.unawaited == []


def test_helpers_are_followed_into_other_files() -> None:
    program = read(
        f'{IMPORT}import main, {{ audit as write, Repo }} from "./lib/index.js"; const {{ later }} = require("./lib/cjs");\nexport const handler = withDurableExecution(async (e: any, c: DurableContext) => {{ main(); await write(c); await new Repo().save(); await later(); (await import("@/dyn")).dyn(); }});',
        "src/handler.ts",
        {
            "src/lib/index.ts": 'export { audit } from "./audit"; export * from "./repo"; export default () => console.info(1);',
            "src/lib/audit.ts": 'export const audit = async (ctx) => { await ctx.step("a", () => 1); };',
            "src/lib/repo.ts": 'import { S3 } from "@aws-sdk/client-s3"; class Base { s3 = new S3({}); } export class Repo extends Base { async save() { await this.s3.putObject({}); } }',
            "src/lib/cjs.js": "module.exports = { later: async () => setTimeout(f, 5) };",
            "src/dyn.ts": "export function dyn() { return Math.random(); }",
        },
    )

    assert sorted((call.place.file, call.name) for call in program.calls) == [
        ("src/dyn.ts", "Math.random"),
        ("src/lib/cjs.js", "setTimeout"),
        ("src/lib/index.ts", "console.info"),
        ("src/lib/repo.ts", "@aws-sdk/client-s3.S3"),
        ("src/lib/repo.ts", "@aws-sdk/client-s3.S3().putObject"),
    ]
    assert only(program).place.file == "src/lib/audit.ts"
    assert sorted(program.files) == sorted(
        [
            "src/handler.ts",
            *(f"src/{each}" for each in ("lib/index.ts", "lib/audit.ts", "lib/repo.ts", "lib/cjs.js", "dyn.ts")),
        ]
    )


def test_modules_that_re_export_each_other_come_to_an_end() -> None:
    program = read(
        f'{IMPORT}import {{ x }} from "./a"; export const handler = withDurableExecution(async (e: any, c: DurableContext) => x(c));',
        files={
            "a.ts": 'export { x } from "./b"; export * from "./b";',
            "b.ts": 'export { x } from "./a"; export * from "./a";',
        },
    )

    assert program.handlers == 1


@pytest.mark.parametrize(
    ("call", "name", "target", "options"),
    [
        ('context.invoke("a", "fn:live", {})', "a", "fn:live", []),
        ('context.invoke("fn:live", { a: 1 })', None, "fn:live", []),
        ('context.invoke("a", FN, event, { tenantId: "t" })', "a", "fn:2", ["tenant_id"]),
        ('context.invoke("fn:live", event, { resultSerdes: s })', None, "fn:live", ["result_serdes"]),
        ('context.invoke("a", process.env.FN!, event)', "a", None, []),
    ],
)
def test_the_arguments_of_invoke(call: str, name: str | None, target: str | None, options: list[str]) -> None:
    operation = only(handler(f"return {call};", 'const FN = "fn:2";'))

    assert operation.name is not None or name is None
    assert operation.name is None or operation.name.constant == name
    assert operation.target is not None
    assert operation.target.constant == target
    assert list(operation.config.options) == options


def test_configs_are_resolved_through_constants_and_spreads() -> None:
    operation = only(
        handler(
            'return context.waitForCallback("a", async () => {}, { ...BASE, heartbeatTimeout: { minutes: HALF * 2 } } as const);',
            "const HALF = 15; const BASE = Object.freeze({ timeout: { hours: 1, minutes: 30 } });",
        )
    )

    assert operation.config.known
    assert operation.config.options["timeout"].seconds == 5_400
    assert operation.config.options["heartbeat_timeout"].seconds == 1_800


def test_an_unknown_config_is_unknown() -> None:
    assert not only(handler('return context.createCallback("a", { ...event.config });')).config.known
    assert not only(handler('return context.step("a", f, event.config);')).config.known


def test_thunks_that_are_kept_in_a_list_run_where_they_are_called() -> None:
    program = handler(
        'const undo: any[] = []; undo.push({ name: "u", run: async () => Date.now() });\nfor (const { name, run } of undo.reverse()) await context.step(name, run);'
    )

    assert [(call.name, call.ground) for call in program.calls if call.name == "Date.now"] == [
        ("Date.now", Ground.STEP)
    ]


@pytest.mark.parametrize(
    ("statement", "unawaited"),
    [
        ('await context.step("a", f);', 0),
        ('return context.step("a", f).then((x) => x);', 0),
        ('const p = context.step("a", f); await p;', 0),
        ('const ps = []; for (const i of event.ids) ps.push(context.step("a", f)); await context.promise.all(ps);', 0),
        ('let p; p = context.step("a", f); return { p };', 0),
        ('await (event.a ? context.step("a", f) : context.wait({ seconds: 1 }));', 0),
        ('context.step("a", f);', 1),
        ('void context.step("a", f);', 1),
        ('context.step("a", f).catch(() => 1);', 1),
        ('const p = context.step("a", f); return p.total;', 1),
        ('const ps = []; ps.push(context.step("a", f)); return ps.length;', 1),
        ('event.ids.forEach(async (i) => { await context.step("a", f); });', 1),
        ('event.ids.map((i) => context.step("a", f));', 1),
        ('(async () => { await context.step("a", f); })();', 1),
        ('if (context.step("a", f)) return 1;', 1),
        ('event.go && context.step("a", f);', 1),
    ],
)
def test_promises_that_nobody_awaits(statement: str, unawaited: int) -> None:
    assert len(handler(statement).unawaited) == unawaited


def test_the_context_of_a_body_and_of_its_parent() -> None:
    program = handler(
        'await context.runInChildContext("c", async (child) => { await context.step("a", f); await child.step("b", async (s) => { s.logger.info("x"); console.log(1); }); });'
    )

    assert {(each.name.constant, each.foreign) for each in program.operations if each.name} == {
        ("c", False),
        ("a", True),
        ("b", False),
    }
    assert [(call.name, call.context, call.body) for call in program.calls] == [("console.log", "s", Body.STEP)]


def test_changes_of_what_the_body_made_itself_are_not_recorded() -> None:
    program = handler(
        'const seen: string[] = []; let n = 0; const o = { a: 1 };\nawait context.step("a", async () => { const own = [...seen]; own.push("x"); const c = { ...o }; c.a = 2; let k = 0; k++; seen.push("y"); [n] = [1]; const { a } = o; o.a = a; });'
    )

    assert sorted(change.variable for change in program.changes) == ["n", "o", "seen"]


@pytest.mark.parametrize(
    ("loop", "total"),
    [
        ("for (let i = 0; i < N * 2; i++) await context.step(`a-${i}`, f);", 4_000),
        ("for (let i = 10; i >= 1; i -= 2) await context.step(`a-${i}`, f);", 5),
        ("for (const i of [...Array(30).keys()]) await context.step(`a-${i}`, f);", 30),
        ("await context.map(Array.from({ length: 7 }, (_, i) => i), async (c) => c.step(f));", 14),
        ("for (const i of event.items) await context.step(`a-${i}`, f);", 0),
    ],
)
def test_loops_are_counted(loop: str, total: int) -> None:
    assert [each.total for each in handler(loop, "const N = 2_000;").loops] == [total]


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        ("new Map([[1, 2]])", Kind.MAP),
        ("({ a: [new Date(event.t)] })", Kind.DATETIME),
        ("10n", Kind.BIGINT),
        ("money()", Kind.INSTANCE),
        ("(event.a ? null : new Set())", Kind.SET),
        ("[...new Map().keys()]", None),
        ("new Date().toISOString()", None),
        ("new Problem()", None),
    ],
)
def test_kinds_of_results(result: str, kind: Kind | None) -> None:
    before = "class Money { add() { return this; } } class Problem extends Error { more() {} } const money = () => new Money();"
    program = handler(f'await context.step("a", async () => {result});', before)

    assert [each.value.kind for each in program.results if each.body is Body.STEP] == ([kind] if kind else [])


def test_jsx_is_read_whatever_the_file_is_called() -> None:
    text = f"{IMPORT}export const handler = withDurableExecution(async (e: any, c: DurableContext) => c.step('a', async () => <p>{{e.a}}</p>));"

    assert read(text, "a.tsx").handlers == read(text, "source.ts").handlers == 1


def test_a_syntax_error_that_hides_the_handlers_is_said() -> None:
    with pytest.raises(CodeError, match="syntax error"):
        read(f"{IMPORT}export const handler = = withDurableExecution(async (event, context => {{{{ ")


def test_a_syntax_error_elsewhere_leaves_the_rest_readable() -> None:
    assert len(handler('console.log(1);\nconst = 5;\nawait context.step("a", f);').operations) == 1


DEEP = {
    "parentheses": "x = " + "(" * 1_200 + "1" + ")" * 1_200 + ";",
    "blocks": "if (a) {\n" * 1_200 + "f();" + "}" * 1_200,
    "chain": "a" + "\n.b()" * 10_000 + ";",
    "sum": "x = 1" + "\n+ a" * 20_000 + ";",
    "arrows": "g = " + "() => " * 3_000 + "1; await context.step('a', g);",
    "children": "await context.runInChildContext(async (context) => {\n" * 300 + "f();" + "});" * 300,
    "else": "if (a) {}\n" + "else if (b) { f(); }\n" * 3_000,
    "doubling": "const a0 = [f];\n"
    + "".join(f"const a{i} = [...a{i - 1}, ...a{i - 1}];\n" for i in range(1, 100))
    + "await context.parallel(a99);",
    "variables": "".join(f"const v{i} = v{i - 1} + f();\n" for i in range(1, 3_000))
    + "await context.step(`a-${v2999}`, f);",
}


WIDE = {
    "helpers": "".join(
        f"async function h{i}(c: any, x: any) {{ const r = await c.step('a{i}', async () => x.go({i})); return h{i + 1}(c, r); }}\n"
        for i in range(5_000)
    )
    + "await h0(context, event);",
    "branches": "const b: any[] = [];\n"
    + "".join(f"b.push(async (x: any) => x.step('a{i}', async () => event.x));\n" for i in range(4_000))
    + "await context.parallel(b);",
    "assigned": "let r: any;\n"
    + "".join(f"r = await context.step('a{i}', async () => event.x + r);\n" for i in range(6_000))
    + "return r;",
    "settings": "".join(f"const e{i} = process.env.A{i} || {f'e{i - 1}' if i else '1'};\n" for i in range(3_000))
    + "if (e2999) await context.step('a', f);",
    "guards": "const m = new Map();\n"
    + "if (a.has(b)) return;\n" * 5_000
    + "await context.step('a', async () => m.set(1, 2));",
}


@pytest.mark.parametrize("body", WIDE.values(), ids=WIDE)
def test_big_handlers_are_read_in_bounded_time(body: str) -> None:
    began = time.process_time()

    handler(body)

    assert time.process_time() - began < 4  # a second on a machine of one's own


def test_what_was_not_checked_is_said() -> None:
    many = "".join(
        f"export const handler{i} = withDurableExecution(async (e: any, c: DurableContext) => c.step('a', async () => e.x));\n"
        for i in range(8_000)
    )

    program = read(IMPORT + many)

    assert 1_000 < len(program.operations) < 8_000
    assert any("not checked" in note for note in program.notes)
    assert len(read(IMPORT + many).operations) == len(program.operations)


def test_brackets_in_strings_do_not_nest() -> None:
    text = '"' + "([{" * 2_000 + '"'

    assert len(handler(f"const x = {text} + `{text}`; // {text}\nawait context.step('a', f);").operations) == 1


@pytest.mark.parametrize(
    ("statement", "variables"),
    [
        ("if (process.env.A) await context.step('a', f);", ["A"]),
        ("if (!process.env['A']) return 1;", ["A"]),
        ("const { A, B: b = '1' } = process.env; if (b) await context.step('a', f);", [""]),
        ("for (const x of (process.env.A ?? '').split(',')) await context.step(x, f);", ["A"]),
        ("while (Number(process.env.A) > 3) await context.step('a', f);", ["A"]),
        ("if ('A' in process.env) await context.step('a', f);", ["A"]),
        ("const on = () => process.env.A === '1'; if (on()) await context.step('a', f);", ["A"]),
        ("if (process.env.A) context.logger.info('a');", []),
        ("if (!process.env.A) throw new Error('A');", []),
        ("const t = process.env.A ?? 'x'; await context.step('a', async () => t);", []),
        ("await context.step('a', async () => { if (process.env.A) return 1; return 2; });", []),
    ],
)
def test_environment_that_decides(statement: str, variables: list[str]) -> None:
    assert [each.variable for each in handler(statement).choices] == variables


@pytest.mark.parametrize("body", DEEP.values(), ids=DEEP)
def test_hostile_code_is_read_in_bounded_time(body: str) -> None:
    began = time.process_time()

    handler(body)

    assert time.process_time() - began < 3  # a second on a machine of one's own


@pytest.mark.parametrize(
    "text", ["(" * 5_000, "@#%^&*) \n" * 60_000, "a<\n" * 100_000], ids=["deep", "junk", "generics"]
)
def test_what_is_no_program_is_refused_soon(text: str) -> None:
    began = time.process_time()

    with pytest.raises(CodeError):
        read(IMPORT + text)

    assert time.process_time() - began < 3


def test_classes_and_helpers_that_make_each_other_come_to_an_end() -> None:
    program = handler(
        "new A(); return go(context);",
        "class A { b = new B(); } class B { a = new A(); } async function go(c: any): Promise<any> { await c.step('x', f); return go(c); }",
    )

    assert len(program.operations) == 1
