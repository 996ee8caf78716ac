import * as sdk from "@aws/durable-execution-sdk-js";
import { queueReview } from "./reviews.js";

type Review = { stars: number };

const reviewConfig = {
  serdes: sdk.defaultSerdes,
  retryStrategy: sdk.createRetryStrategy({ maxAttempts: 4 }),
};

class ReviewFlow {
  async review(context: sdk.DurableContext, product: string): Promise<number> {
    const review = await context.waitForCallback<Review>( // finds DF017
      "review",
      async (callbackId) => {
        await queueReview(product, callbackId);
      },
      reviewConfig,
    );
    return review.stars;
  }
}

const flow = new ReviewFlow();

export const handler = sdk.withDurableExecution(async (event: { product: string }, context: sdk.DurableContext) =>
  flow.review(context, event.product),
);
