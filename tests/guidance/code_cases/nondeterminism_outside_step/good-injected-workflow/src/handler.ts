import { container, inject, injectable, singleton } from "tsyringe";
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";
import { Clock, type IClock } from "./lib/clock.js";
import { retry, steps } from "@/lib/steps";
import * as repo from "~/lib/repo";
import { charge as pay, default as gateway } from "./lib/index.js";

@singleton()
export class Workflow<TEvent extends { id: string }> {
  #seen = new Set<string>();
  static readonly version = 3;
  constructor(@inject("IClock") private clock: IClock, private readonly name = "workflow") {}
  handle = async (event: TEvent, context: DurableContext): Promise<{ id: string; at: string }> => {
    const at = await context.step("now", async () => this.clock.now().toISOString());
    const row = await steps.load(context, event.id);
    const paid = await pay(context, row.total, event.id);
    await retry(context, "ship", (ctx) => ctx.step("ship", async () => repo.ship(row.id)));
    await this.notify(context, paid.id);
    return { id: paid.id, at };
  };
  private notify(context: DurableContext, id: string): Promise<void> {
    return context.runInChildContext("notify", async (child) => {
      await child.step("mail", async () => gateway.mail(id, { idempotencyKey: id }));
      await child.wait({ seconds: 30 });
    });
  }
}

container.register<IClock>("IClock", { useClass: Clock });
const workflow = container.resolve(Workflow);
export const handler = withDurableExecution((event: any, context: DurableContext) => workflow.handle(event, context));
export const second = withDurableExecution(new Workflow<{ id: string }>(new Clock()).handle);
