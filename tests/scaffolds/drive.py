"""Programs that run one built handler as Lambda would: a line of stdin is an event, a line of stdout the answer.

They are started with the folder and the handler's name, and with nothing to import but the built folder, so that what is missing from
the build is missing here.
"""

from __future__ import annotations

PYTHON = """
import importlib, json, sys, time
out, sys.stdout = sys.stdout, sys.stderr
folder, handler = sys.argv[1:3]
sys.path.insert(0, folder)
module, _, name = handler.rpartition(".")
function = getattr(importlib.import_module(module), name)
class Context:
    function_name = "function"; memory_limit_in_mb = 512; function_version = "1"; log_group_name = "g"; log_stream_name = "s"
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:function"; aws_request_id = "00000000-0000-0000-0000-000000000000"
    def get_remaining_time_in_millis(self): return 15000
for line in sys.stdin:
    print(json.dumps(function(json.loads(line), Context())), file=out, flush=True)
"""

TYPESCRIPT = """
import readline from "node:readline";
const [folder, handler] = process.argv.slice(1);
const at = handler.lastIndexOf(".");
const context = { functionName: "function", memoryLimitInMB: "512", functionVersion: "1", logGroupName: "g", logStreamName: "s",
  invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:function", awsRequestId: "00000000-0000-0000-0000-000000000000",
  callbackWaitsForEmptyEventLoop: true, getRemainingTimeInMillis: () => 15000, done() {}, fail() {}, succeed() {} };
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);
for (const name of ["log", "info", "debug", "warn", "error"]) console[name] = (...words) => process.stderr.write(words.join(" ") + "\\n");
// After that: a logger that samples a debug line at its making writes while the module is imported.
const module = await import(`${folder}/${handler.slice(0, at)}.mjs`);
for await (const line of readline.createInterface({ input: process.stdin }))
  write(JSON.stringify(await module[handler.slice(at + 1)](JSON.parse(line), context)) + "\\n");
process.exit(0);
"""
