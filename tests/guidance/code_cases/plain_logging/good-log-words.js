const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

const ledger = { info: (account) => ({ account, open: true }), log: Math.log10 };

exports.handler = withDurableExecution(async (event, context) => {
  const info = ledger.info(event.account);
  const magnitude = ledger.log(event.amount);
  const curve = Math.log(event.amount);
  context.logger.info("sized", { magnitude, curve });
  return context.step("size", async () => ({ ...info, magnitude }));
});

exports.probe = async () => {
  console.log("probe");
  return "ok";
};
