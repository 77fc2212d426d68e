/** Teams: inspectors in ticket order are dealt out to leads; objects go to the team with the fewest so far. */

import { compareText } from "./characters.js";
import { DrawError } from "./notes.js";
import { derive, ticket } from "./tickets.js";

/** @returns {number} how many teams can be formed; throws DrawError when none */
export function teamCount(roster, size) {
  const leads = roster.filter(([, role]) => role === "lead").length;
  const count = Math.min(leads, Math.floor(roster.length / size));
  if (count === 0) throw new DrawError("inspectors_few", "roster", { leads, inspectors: roster.length, size });
  return count;
}

/** @returns {string[][]} the teams, each with its lead first */
export function formTeams(seed, roster, size) {
  const count = teamCount(roster, size);
  const parent = derive(seed, "teams");
  const order = roster
    .map(([name, role]) => ({ name, role, ticket: ticket(parent, name) }))
    .sort((one, other) => compareText(one.ticket, other.ticket) || compareText(one.name, other.name));
  const leads = order.filter(({ role }) => role === "lead").slice(0, count);
  const pool = order.filter((inspector) => !leads.includes(inspector));
  const width = size - 1;
  return leads.map((lead, k) => [lead, ...pool.slice(k * width, (k + 1) * width)].map(({ name }) => name));
}

/**
 * @param {import("./selection.js").Pick[]} picks in order of visits
 * @returns {(number|null)[]} the team of each, from 1, or null when every team has a recused member
 */
export function assign(picks, teams, recusals) {
  const teamOf = new Map(teams.flatMap((team, index) => team.map((name) => [name, index])));
  const barred = new Map();
  for (const [inspector, object] of recusals) {
    if (!barred.has(object)) barred.set(object, new Set());
    barred.get(object).add(teamOf.get(inspector));
  }
  const loads = teams.map(() => 0);
  return picks.map((pick) => {
    const team = choose(pick, loads, barred.get(pick.object) ?? new Set());
    if (team === null) return null;
    loads[team] += 1;
    return team + 1;
  });
}

function choose(pick, loads, barred) {
  const free = [...loads.keys()].filter((team) => !barred.has(team));
  if (free.length === 0) return null;
  const fewest = free.reduce((least, team) => Math.min(least, loads[team]), Infinity);
  return free
    .filter((team) => loads[team] === fewest)
    .map((team) => ({ team, ticket: ticket(pick.ticket, String(team + 1)) }))
    .reduce((lowest, next) => (next.ticket < lowest.ticket ? next : lowest)).team;
}
