import { expect, it } from "vitest";
import { type DeskPost, inOrder, postOfQuestion, sortQuestions } from "./posts.ts";

const question = (id: number, more: object = {}): DeskPost =>
  postOfQuestion({ id, at: id, from: { id: "ada", name: "Ada" }, text: `question ${id}`, ...more });
const ids = (posts: readonly DeskPost[]): number[] => posts.map(({ id }) => id);

it("[Q1] the desk lists what is to be answered first: pinned, by votes, then answered, then hidden", () => {
  const all = [
    question(1),
    question(2),
    question(3, { answered: true }),
    question(4, { hidden: true }),
    question(5, { pinned: true }),
  ];
  const votes = { 1: 2, 2: 1, 3: 9, 4: 9 };
  expect(ids(sortQuestions(all, votes, "votes"))).toEqual([5, 1, 2, 3, 4]);
  expect(ids(sortQuestions(all, votes, "time"))).toEqual([5, 2, 1, 3, 4]);
});

it("[Q1] an order that is held keeps its places; what is new comes last", () => {
  expect(ids(inOrder([question(1), question(2), question(3)], [3, 1]))).toEqual([3, 1, 2]);
});
