const axios = require("axios");
const fs = require("node:fs");
const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

exports.handler = withDurableExecution(async (event, context) => {
  const template = fs.readFileSync("/opt/templates/letter.txt", "utf8"); // finds DF002
  const address = await context.step("address", async () => {
    const reply = await axios.get(`${process.env.CRM_URL}/people/${event.personId}`);
    return reply.data.address;
  });
  const letter = template.replace("{address}", address);
  await axios.post(process.env.PRINT_URL, { letter }); // finds DF002
  await context.wait("print-time", { hours: 6 });
  return { printed: true };
});
