const { promisify } = require("node:util");

const sleep = promisify(setTimeout);

exports.handler = async (event) => {
  const warm = setInterval(() => {}, 1000);
  await sleep(200);
  await new Promise((resolve) => setTimeout(resolve, event.delay ?? 10));
  clearInterval(warm);
  return { waited: true };
};
