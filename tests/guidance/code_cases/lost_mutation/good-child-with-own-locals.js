const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

async function handleBatch(event, context) {
  const groups = await context.map("groups", event.groups, async (ctx, group) => {
    const kept = [];
    let rejected = 0;
    for (let i = 0; i < group.length; i++) {
      const fine = await ctx.step(`inspect-${i}`, async () => group[i].score > 0.5);
      if (fine) kept.push(group[i].id);
      else rejected += 1;
    }
    return { kept, rejected };
  });
  groups.throwIfError();
  const all = [];
  for (const { kept } of groups.getResults()) all.push(...kept);
  return all;
}

module.exports = { handler: withDurableExecution(handleBatch) };
