/** Coefficients of Wichura's rational approximations (AS 241, PPND16), for the middle and the two parts of the tails. */
const MIDDLE = [
  [2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987],
  [13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665],
  [5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597],
  [5394.196021424751, 687.1870074920579, 42.31333070160091, 1],
] as const;
const NEAR = [
  [0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684],
  [3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835],
  [1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008],
  [0.6897673349851, 1.6763848301838038, 2.053191626637759, 1],
] as const;
const FAR = [
  [2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124],
  [0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103],
  [2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133],
  [0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1],
] as const;

type Coefficients = readonly [readonly number[], readonly number[], readonly number[], readonly number[]];

/** The value below which a share `p` of a standard normal distribution lies, to about 16 digits; NaN outside of 0 to 1. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  const fromMiddle = p - 0.5;
  if (Math.abs(fromMiddle) <= 0.425) return fromMiddle * quotient(MIDDLE, 0.180625 - fromMiddle * fromMiddle);
  const tail = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  if (tail === Infinity) return fromMiddle < 0 ? -Infinity : Infinity;
  return Math.sign(fromMiddle) * (tail <= 5 ? quotient(NEAR, tail - 1.6) : quotient(FAR, tail - 5));
}

function quotient([a, b, c, d]: Coefficients, x: number): number {
  return polynomial([...a, ...b], x) / polynomial([...c, ...d], x);
}

/** Highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
