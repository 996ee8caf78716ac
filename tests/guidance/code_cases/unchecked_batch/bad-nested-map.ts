import * as durable from "@aws/durable-execution-sdk-js";

type Album = { title: string; tracks: string[] };

async function transcode(event: { albums: Album[] }, ctx: durable.DurableContext) {
  const albums = await ctx.map(
    "albums",
    event.albums,
    async (albumCtx, album) => {
      const tracks = await albumCtx.map("tracks", album.tracks, async (trackCtx, track) => // finds DF012
        trackCtx.step("encode", async () => `${track}.opus`),
      );
      return { title: album.title, files: tracks.getResults() };
    },
    { maxConcurrency: 2 },
  );
  albums.throwIfError();
  return albums.getResults();
}

export const handler = durable.withDurableExecution(transcode);
