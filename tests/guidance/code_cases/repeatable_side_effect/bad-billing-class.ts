import { withDurableExecution as wrap, type DurableContext } from "@aws/durable-execution-sdk-js";
import { PaymentGateway } from "./gateway.js";

class Billing {
  constructor(
    private readonly context: DurableContext,
    private readonly gateway: PaymentGateway,
  ) {}

  async renew(customer: string, cents: number): Promise<string> {
    const plan = await this.context.step("read-plan", async () => this.gateway.plan(customer));
    return this.context.step("bill-customer", () => this.gateway.bill(customer, plan, cents)); // finds DF019
  }
}

export const handler = wrap(async (event: { customer: string; cents: number }, context: DurableContext) => {
  const billing = new Billing(context, new PaymentGateway());
  for (let month = 0; month < 12; month++) {
    await billing.renew(event.customer, event.cents);
    await context.wait(`month-${month}`, { days: 30 });
  }
});
