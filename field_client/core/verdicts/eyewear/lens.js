/** One lens: the measured powers against the ordered ones, in the form of the order. */
import { least, most, Rational, ZERO } from "../quantities.js";

const STRONGEST = 50;
const [QUARTER, HALF_TURN] = [Rational.of(90), Rational.of(180)];

/** Sphere and cylinder in dioptres, axis in degrees; null when not given. An ordered power has the former two. */
export class Power {
  /** @param {Rational | null} sph @param {Rational | null} cyl @param {Rational | null} axis @param {Rational | null} add */
  constructor(sph, cyl, axis, add) {
    Object.assign(this, { sph, cyl, axis, add });
  }

  /** `sph` or `cyl` when it was not measured: then neither the power nor the axis can be judged. @returns {string | null} */
  get missing() {
    return ["sph", "cyl"].find((name) => this[name] === null) ?? null;
  }

  get meridians() {
    return [this.sph, this.sph.plus(this.cyl)];
  }

  /** The absolute power of the stronger meridian. */
  get strongest() {
    return most(this.meridians.map((one) => one.absolute()));
  }

  /** The same lens written with the other cylinder sign. */
  transposed() {
    const axis = this.axis && this.axis.plus(QUARTER).modulo(HALF_TURN);
    return new Power(this.sph.plus(this.cyl), this.cyl.negative(), axis, this.add);
  }

  /** This lens in the cylinder sign of `other`; a cylinder of zero goes with either sign. @param {Power} other */
  like(other) {
    return this.cyl.n * other.cyl.n < 0n ? this.transposed() : this;
  }
}

/** What was ordered; without a cylinder it is 0. @param {import("../reading.js").Reading} lens */
export const readOrdered = (lens) => read(lens.part("ordered", { required: true }), { required: true, plano: true });

/**
 * What was measured, null when nothing was. A sphere is null when it was not measured, and so is a cylinder where one was
 * ordered; else a cylinder left out is 0.
 * @param {import("../reading.js").Reading} lens @param {Power} ordered
 */
export function readMeasured(lens, ordered) {
  const given = lens.part("measured");
  return given && read(given, { required: false, plano: ordered.cyl.isZero() });
}

function read(given, { required, plano }) {
  const within = [-STRONGEST, STRONGEST];
  return new Power(
    given.quantity("sph", { required, signed: true, within }),
    given.quantity("cyl", { signed: true, within }) ?? (plano ? ZERO : null),
    given.quantity("axis", { within: [0, 180] }),
    given.quantity("add", { within: [0, STRONGEST] }),
  );
}

/** The angle between two axes: they turn over after 180 degrees. @param {Rational} one @param {Rational} other */
export function between(one, other) {
  const turn = one.minus(other).modulo(HALF_TURN);
  return least([turn, HALF_TURN.minus(turn)]);
}
