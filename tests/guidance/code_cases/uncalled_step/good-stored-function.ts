import { withDurableExecution, retryPresets, type DurableContext, type StepFunc } from "@aws/durable-execution-sdk-js";

interface Page {
  html: string;
}

class Scraper {
  readonly title: StepFunc<string> = async (step) => {
    step.logger.info("title", { attempt: step.attempt });
    return /<title>(.*?)<\/title>/.exec(this.page.html)?.[1] ?? "";
  };

  constructor(private readonly page: Page) {}
}

export const handler = withDurableExecution(async (page: Page, context: DurableContext) => {
  const scraper = new Scraper(page);
  const links: StepFunc<number> = async () => page.html.split("<a ").length - 1;
  const title = await context.step("title", scraper.title, { retryStrategy: retryPresets.noRetry });
  const count = await context.step("links", links);
  return { title, count };
});
