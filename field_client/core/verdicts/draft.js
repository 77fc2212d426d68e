/**
 * The record as it stands with what is being typed, and the way back from its places to the rows of the form.
 * @typedef {{path: string[], value: unknown}} Entry
 */
import { compareText, isRow, text } from "../paths.js";
import { build } from "../record.js";
import { agrees } from "../values.js";

/**
 * @param {Map<string, import("../values.js").Field>} fields those of the inspection
 * @param {Entry[]} typed what is not entered yet; null takes a value away
 * @returns {{record: Record<string, unknown>, pathOf: (at: string) => string[]}} `pathOf` makes `packages/3/net` the path of the form
 */
export function draft(fields, typed) {
  const values = new Map();
  for (const [key, field] of fields) if (agrees(field)) values.set(key, { path: field.path, value: field.values[0].value });
  for (const one of typed) values.set(text(one.path), one);
  const entries = [...values.values()].filter(({ value }) => value !== null && value !== "");
  const lists = rowsByList(entries);
  return { record: build(entries), pathOf: (at) => pathOf(lists, at) };
}

function rowsByList(entries) {
  const lists = new Map();
  for (const { path } of entries) {
    path.forEach((segment, i) => {
      if (!isRow(segment)) return;
      const list = path.slice(0, i).join("/");
      lists.set(list, (lists.get(list) ?? new Set()).add(segment));
    });
  }
  return new Map([...lists].map(([list, keys]) => [list, [...keys].sort(compareText)]));
}

function pathOf(lists, at) {
  const path = [];
  for (const segment of at ? at.split("/") : []) path.push(lists.get(path.join("/"))?.[Number(segment)] ?? segment);
  return path;
}
