/** One lens: the measured powers against the ordered ones, in the form of the order. */
import { least, most, Rational, ZERO } from "../quantities.js";

const STRONGEST = 50;
const [QUARTER, HALF_TURN] = [Rational.of(90), Rational.of(180)];

/** Sphere and cylinder in dioptres, axis in degrees; `axis` and `add` are null when not given. */
export class Power {
  /** @param {Rational} sph @param {Rational} cyl @param {Rational | null} axis @param {Rational | null} add */
  constructor(sph, cyl, axis, add) {
    Object.assign(this, { sph, cyl, axis, add });
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

/** `ordered` or `measured` of a lens; an axis lies between 0 and 180 degrees. @param {import("../reading.js").Reading} lens @param {string} key @param {boolean} required */
export function readPower(lens, key, required) {
  const given = lens.part(key, { required });
  if (!given) return null;
  const within = [-STRONGEST, STRONGEST];
  return new Power(
    given.quantity("sph", { required: true, signed: true, within }),
    given.quantity("cyl", { signed: true, within }) ?? ZERO,
    given.quantity("axis", { within: [0, 180] }),
    given.quantity("add", { within: [0, STRONGEST] }),
  );
}

/** The angle between two axes: they turn over after 180 degrees. @param {Rational} one @param {Rational} other */
export function between(one, other) {
  const turn = one.minus(other).modulo(HALF_TURN);
  return least([turn, HALF_TURN.minus(turn)]);
}
