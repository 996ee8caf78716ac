import * as sdk from "@aws/durable-execution-sdk-js";

interface Page {
  url: string;
  links: string[];
}

class Report {
  constructor(
    readonly url: string,
    private readonly total: number,
  ) {}

  describe(): string {
    return `${this.url}: ${this.total}`;
  }
}

export const handler = sdk.withDurableExecution(async (event: { pages: Page[] }, root: sdk.DurableContext) => {
  const reports = await root.map("pages", event.pages, async (ctx, page) => {
    const total = await ctx.step("links", async () => page.links.length);
    return new Report(page.url, total); // finds DF022
  });
  reports.throwIfError();

  const hosts = await root.parallel("hosts", [
    async (ctx: sdk.DurableContext) => {
      const names = await ctx.step("hosts", async () => event.pages.map((page) => new URL(page.url).host));
      return new Set(names); // finds DF022
    },
  ]);
  hosts.throwIfError();
  return { lines: reports.getResults().map((r) => r.describe()), hosts: hosts.getResults()[0].size };
});
