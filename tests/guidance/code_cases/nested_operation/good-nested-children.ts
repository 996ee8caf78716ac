import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import type { DurableContext } from "@aws/durable-execution-sdk-js";

interface Section {
  title: string;
  questions: string[];
}

export const handler = withDurableExecution(async (event: { sections: Section[] }, context: DurableContext) => {
  const graded = await context.map("sections", event.sections, async (sectionCtx, section) => {
    const answers = await sectionCtx.map("questions", section.questions, async (questionCtx, question) =>
      questionCtx.runInChildContext("grade", async (gradeCtx) => {
        const length = await gradeCtx.step("measure", async () => question.length);
        await gradeCtx.wait("pace", { seconds: 2 });
        return length;
      }),
    );
    answers.throwIfError();
    return sectionCtx.step("total", async () => answers.getResults().reduce((a, b) => a + b, 0));
  });
  graded.throwIfError();
  return graded.getResults();
});
