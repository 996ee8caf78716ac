export const RENDERER = "book-renderer";
export const ARCHIVER = "book-archiver:3";
