import { BedrockRuntimeClient, ConverseCommand, type Message, type ToolUseBlock } from "@aws-sdk/client-bedrock-runtime";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import { z } from "zod";

const bedrock = new BedrockRuntimeClient({ region: process.env.AWS_REGION });
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
const MODEL = process.env.MODEL_ID ?? "anthropic.claude-sonnet";
const MAX_TURNS = 12;

const Input = z.object({ prompt: z.string().min(1), session: z.string().uuid(), tools: z.array(z.string()).default([]) });
type Input = z.infer<typeof Input>;

interface Tool<A, R> {
  name: string;
  schema: z.ZodType<A>;
  run(ctx: DurableContext, args: A): Promise<R>;
}

const lookup: Tool<{ sku: string }, { price: number } | null> = {
  name: "lookup",
  schema: z.object({ sku: z.string() }),
  async run(ctx, { sku }) {
    return ctx.step(`lookup-${sku}`, async () => {
      const found = await table.send(new GetCommand({ TableName: process.env.PRICES, Key: { sku } }));
      return found.Item ? { price: Number(found.Item.price) } : null;
    });
  },
};

const approve: Tool<{ amount: number }, { approved: boolean }> = {
  name: "approve",
  schema: z.object({ amount: z.number() }),
  run: async (ctx, args) => {
    const raw = await ctx.waitForCallback<string>("approve", async (id, submit) => {
      submit.logger.info("asking", { id });
      await table.send(new PutCommand({ TableName: process.env.APPROVALS, Item: { id, ...args, at: Date.now() } }));
    }, { timeout: { hours: 24 } });
    return z.object({ approved: z.boolean() }).parse(JSON.parse(raw));
  },
};

const tools = new Map<string, Tool<any, unknown>>([lookup, approve].map((tool) => [tool.name, tool]));

function toolUses(message: Message): ToolUseBlock[] {
  return (message.content ?? []).flatMap((block) => (block.toolUse ? [block.toolUse] : []));
}

export const handler = withDurableExecution(async (event: unknown, context: DurableContext) => {
  const input = Input.parse(event);
  const messages: Message[] = [{ role: "user", content: [{ text: input.prompt }] }];
  let usage = 0;
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const reply = await context.step(`turn-${turn}`, async ({ logger }) => {
      logger.debug("asking the model", { turn });
      const answer = await bedrock.send(new ConverseCommand({ modelId: MODEL, messages }));
      return { message: answer.output?.message as Message, stop: answer.stopReason, tokens: answer.usage?.totalTokens ?? 0 };
    });
    usage += reply.tokens;
    messages.push(reply.message);
    if (reply.stop !== "tool_use") break;
    const results = await context.map("tools", toolUses(reply.message), async (ctx, use, index) => {
      const tool = tools.get(use.name ?? "");
      if (!tool) return { id: use.toolUseId, error: `no tool ${use.name}` };
      const args = tool.schema.parse(use.input);
      const value = await tool.run(ctx, args);
      return { id: use.toolUseId, value, index };
    }, { maxConcurrency: 3 });
    results.throwIfError();
    messages.push({ role: "user", content: results.getResults().map((each) => ({ toolResult: { toolUseId: each.id, content: [{ json: each as any }] } })) });
  }
  context.logger.info("done", { usage });
  return { text: messages.at(-1)?.content?.[0]?.text ?? "", usage };
});
