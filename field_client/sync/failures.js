/** The ways in which an exchange with the server fails, by what to do next. */

/** Try again later: no network, a fault of the server, a login page of the network in between. */
export class Later extends Error {
  /** @param {string} reason @param {number} [waitMs] what the server asked for */
  constructor(reason, waitMs = 0) {
    super(reason);
    this.reason = reason;
    this.waitMs = waitMs;
  }
}

/** Nobody but a person can go on: access revoked, another database behind the address, this page too old. */
export class Stopped extends Error {
  /** @param {string} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** The server understood and refused: too large, or no sense in it. */
export class Refused extends Error {
  /** @param {number} status @param {any} problem problem details */
  constructor(status, problem) {
    super(problem?.title ?? String(status));
    this.status = status;
    this.problem = problem;
  }
}
