/**
 * Put into a generated project: the same execution with every operation failing once ends the same, with the same effects.
 *
 * `before`: each task fails before its effect. `after`: after its effect, before its result is stored. What is at least once may
 * repeat its effect, under the same key: repeats are counted. What is at most once never does.
 */
import { expect, test, vi, type Mock } from "vitest";

import * as tasks from "../src/tasks.js";
import { data, event, Stage } from "./stage.js";

vi.mock("../src/tasks.js", { spy: true });

type Mode = "none" | "before" | "after";
interface Given {
  key?: string;
}
type Task = (given: Given) => Promise<unknown>;

const spies = tasks as unknown as Record<string, Mock<Task>>;
/** Tasks that are tried more than once. */
const retried = new Set(
  data.scenarios.flatMap(({ status, fault: { fail } }) =>
    status === "SUCCEEDED" && fail !== undefined && fail.times !== null && !fail.permanent ? [fail.task] : [],
  ),
);

async function play(mode: Mode) {
  const stage = new Stage();
  const effects: string[] = [];
  const met = new Set<string>();
  for (const name of data.tasks) {
    const spy = spies[name];
    const real = spy?.getMockImplementation();
    spy?.mockImplementation(async (given) => {
      const piece = `${name} ${given.key ?? ""}`;
      const fails = mode !== "none" && retried.has(name) && !met.has(piece);
      met.add(piece);
      if (fails && (mode === "before" || name in data.requests)) {
        throw new Error(`${name}: passing`);
      }
      const found = await real?.(given);
      effects.push(piece);
      if (fails) {
        throw new Error(`${name}: passing`);
      }
      return found;
    });
  }
  const done = await stage.run(event);
  expect(done.status, done.error).toBe("SUCCEEDED");
  const result = JSON.stringify(done.result).replaceAll(/-[0-9a-f]{8}\b/g, "");
  return { result, effects, met, invocations: done.invocations };
}

/** How often each task had its effect, the same piece of work counted once. */
function counted(effects: string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const piece of new Set(effects)) {
    const name = piece.split(" ")[0] ?? "";
    found[name] = (found[name] ?? 0) + 1;
  }
  return found;
}

test.each(["before", "after"] as const)(
  "it ends the same when every operation fails once, %s its effect",
  async (mode) => {
    const plain = await play("none");
    const faulty = await play(mode);

    expect(JSON.parse(faulty.result)).toEqual(JSON.parse(plain.result));
    expect(counted(faulty.effects)).toEqual(counted(plain.effects));
    const checks = new Set(plain.effects.filter((piece) => piece.endsWith(" ")));
    const repeats = faulty.effects.filter((piece, index) => faulty.effects.indexOf(piece) !== index && !checks.has(piece));
    const expected = [...faulty.met].filter((piece) => {
      const name = piece.split(" ")[0] ?? "";
      return mode === "after" && retried.has(name) && !(name in data.requests);
    });
    expect(repeats.toSorted()).toEqual(expected.toSorted());
  },
  60_000,
);
