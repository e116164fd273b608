package io.cohortroi.connect.verify;

/**
 * One defect found.
 *
 * @param count lines concerned, or 1 for a file
 * @param place the file, or the topic-partition and offsets
 * @param detail what was expected and what was found; no content of a line
 */
public record Finding(Defect defect, long count, String place, String detail) {}
