/** What an answer of its own is worth: the twin of content/script/grading.py. Both pass content/script/vectors. */

export const ids = (parts) => parts.map((part) => part.id);
export const isIn = (value, low, high) => low <= value && value <= high;

// The log cannot keep these, and no keyboard writes them.
const UNFIT = /[\0\ud800-\udfff]/u;

// Only what Python and JavaScript do alike: full width to half, A–Z to a–z, without white space.
function fold(text) {
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(/[\t-\r \u00a0\u3000]/g, "");
}

function distinct(answer, known) {
  return (
    Array.isArray(answer) &&
    answer.length > 0 &&
    new Set(answer).size === answer.length &&
    answer.every((one) => known.includes(one))
  );
}

const mostly = (right, partly) => (right ? "right" : partly ? "partly" : "wrong");

/** The groups of words that a text touches upon. */
export function hits({ accept }, answer) {
  const said = fold(answer);
  return accept.filter(({ words }) => words.some((one) => said.includes(fold(one))));
}

// By kind: the result that an answer earns, or null where it has not the shape that the node takes.
const GRADES = {
  choices({ options }, answer) {
    if (!distinct(answer, ids(options))) return null;
    const count = (mark, among = answer) => options.filter((one) => one.mark === mark && among.includes(one.id)).length;
    const [right, wrong] = [count("right"), count("wrong")];
    if (count("harm")) return "harm";
    return mostly(!wrong && right === count("right", ids(options)), right > wrong);
  },
  order({ items }, answer) {
    const n = items.length;
    if (!distinct(answer, ids(items)) || answer.length !== n) return null;
    const places = items.map((item) => answer.indexOf(item.id));
    const turned = places.flatMap((place, first) => places.slice(first + 1).filter((later) => later < place)).length;
    return mostly(turned === 0, turned <= Math.max(1, (n * (n - 1)) >> 3));
  },
  match({ items, slots }, answer) {
    if (typeof answer !== "object" || answer === null || Array.isArray(answer)) return null;
    const given = new Map(Object.entries(answer));
    const fits = (item) => ids(slots).includes(given.get(item.id));
    if (given.size !== items.length || !items.every(fits)) return null;
    if (items.some((item) => item.harm?.includes(given.get(item.id)))) return "harm";
    const right = items.filter((item) => given.get(item.id) === item.slot).length;
    return mostly(right === items.length, 4 * right >= 3 * items.length);
  },
  number({ min, max, low, high, near }, answer) {
    if (typeof answer !== "number" || !isIn(answer, min, max)) return null;
    return mostly(isIn(answer, low, high), near && isIn(answer, ...near));
  },
  text(node, answer) {
    if (typeof answer !== "string" || UNFIT.test(answer)) return null;
    if (!fold(answer) || [...answer].length > node.most) return null;
    if (node.avoid?.some((one) => fold(answer).includes(fold(one)))) return "harm";
    const [hit, n] = [hits(node, answer).length, node.accept.length];
    return mostly(hit === n, 2 * hit >= n);
  },
};

/** The result (`right`, `partly`, `wrong`, `harm`) of an answer to a node with an own answer; null if it is refused. */
export function grade(node, answer) {
  const result = GRADES[node.kind](node, answer);
  return result === "partly" && !node.results.partly ? "wrong" : result;
}
